"""The reports, made here and now in this process."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from nominations.adapters.archive import VARIANT, Enclosed, enclose
from nominations.cli import dossier
from nominations.cli.shared import (
    category_of,
    category_option,
    data_option,
    edition_option,
    language_option,
    load,
    nomination_of,
    output_option,
    pinned,
    reviewer_of,
    round_of,
    round_option,
    work_in,
    write_file,
)
from nominations.domain.policy import Actor
from nominations.domain.vocabulary import Role, RoundCode
from nominations.language import speaking
from nominations.models import Round
from nominations.reports import before_rounds, export, make_own, make_registers, scored, scores_data, sheets
from nominations.reports.lists import WRITERS
from nominations.work import Work


@click.group("report")
def group() -> None:
    """Make the documents of the award as PDF."""


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every report has."""
    for option in (output_option, data_option, language_option, round_option, edition_option):
        command = option(command)
    return click.option("--names/--no-names", default=False, help="Print the reviewers' names instead of letters.")(
        command
    )


@group.command()
@category_option
@click.option("--archive", is_flag=True, help="A PDF/A to keep, with the raw marks attached as CSV and JSON.")
@_shared
def scoring(
    code: str, category: str, round_code: str, language: str, data: Path | None, output: Path, names: bool,
    archive: bool,
) -> None:
    """The scoring report of a category: ranking, matrix, criteria, recusals."""
    with work_in(load(data), edition=code) as work:
        edition = pinned(work, code)
        kind = category_of(edition.edition, category)
        round_ = round_of(work, edition.id, category, round_code)
        if round_ is None:
            html, _name = before_rounds.document(work, edition.edition, kind, RoundCode(round_code), language)
        else:
            html, _name = scored.scoring_document(work, round_.id, language, names)
            if archive:
                _keep(html, marks_of(work, round_, language), work.now, output)
                return
    if archive:
        raise click.ClickException(f"The {round_code} round of {category} has not been opened: there is no mark yet.")
    _print(html, output)


@group.command()
@click.option("--nomination", "reference", required=True, help="The nomination's reference.")
@_shared
def sheet(
    code: str, reference: str, round_code: str, language: str, data: Path | None, output: Path, names: bool
) -> None:
    """The score sheet of one nomination: every criterion, score and reason of every reviewer."""
    with work_in(load(data), edition=code) as work:
        edition = pinned(work, code)
        nomination = nomination_of(work, edition, reference)
        round_ = round_of(work, edition.id, nomination.category, round_code)
        if round_ is None:
            raise click.ClickException(f"The {round_code} round of {nomination.category} has not been opened.")
        html, _name = scored.sheet_document(work, round_.id, nomination.id, language, names)
    _print(html, output)


@group.command()
@click.argument("name", type=click.Choice([*make_registers.REGISTERS, "statistics"]))
@edition_option
@language_option
@data_option
@output_option
def register(name: str, code: str, language: str, data: Path | None, output: Path) -> None:
    """A register of the whole edition, or its statistics: PDF, or CSV and XLSX by the name of the file."""
    with work_in(load(data), edition=code) as work:
        edition_id = pinned(work, code).id
        form = output.suffix.lower().lstrip(".")
        if form in WRITERS:
            with speaking(language):
                write_file(output, b"".join(make_registers.blocks(work, name, edition_id, form)))
            click.echo(f"{output}: {output.stat().st_size:,} bytes.")
            return
        html = make_registers.html(work, name, edition_id, language)
    _print(html, output)


@group.command()
@category_option
@_shared
def volume(
    code: str, category: str, round_code: str, language: str, data: Path | None, output: Path, names: bool
) -> None:
    """The score sheets of every nomination of a category, in one volume."""
    with work_in(load(data), edition=code) as work:
        edition = pinned(work, code)
        category_of(edition.edition, category)
        round_ = round_of(work, edition.id, category, round_code)
        if round_ is None:
            raise click.ClickException(f"The {round_code} round of {category} has not been opened.")
        html = sheets.volume_as_html(scored.volume(work, round_.id, language, names), language)
    _print(html, output)


@group.command("statistics")
@edition_option
@language_option
@data_option
@output_option
@click.pass_context
def statistics_(context: click.Context, code: str, language: str, data: Path | None, output: Path) -> None:
    """The statistics for the press, without names: PDF, or CSV and XLSX by the name of the file."""
    context.invoke(register, name="statistics", code=code, language=language, data=data, output=output)


@group.command("my-reviews")
@click.option("--reviewer", required=True, help="The reviewer's mail address.")
@edition_option
@language_option
@data_option
@output_option
def my_reviews(code: str, reviewer: str, language: str, data: Path | None, output: Path) -> None:
    """A reviewer's own marks and reasons, as they would get them on their desk."""
    with work_in(load(data), edition=code) as work:
        edition, account_id = pinned(work, code), reviewer_of(work, pinned(work, code), reviewer)
        theirs = replace(work, actor=Actor(account_id, Role.REVIEWER, code))
        html = make_own.reviews_html(theirs, edition.id, language)
    _print(html, output)


@group.command()
@click.option("--reviewer", required=True, help="The reviewer's mail address.")
@edition_option
@language_option
@data_option
@output_option
def certificate(code: str, reviewer: str, language: str, data: Path | None, output: Path) -> None:
    """A reviewer's certificate of service; only one asked for on the page carries a code."""
    with work_in(load(data), edition=code) as work:
        edition, account_id = pinned(work, code), reviewer_of(work, pinned(work, code), reviewer)
        html = make_own.certificate_html(work, edition.id, account_id, language)
    _print(html, output)


group.add_command(dossier.make)


def marks_of(work: Work, round_: Round, language: str) -> tuple[Enclosed, ...]:
    """The raw marks of a round as CSV and JSON, to be attached."""
    criteria, rows = scored.mark_sets(work, round_.id, language)
    sets = list(rows)
    data = scores_data.scores_json(
        criteria, sets, edition=work.actor.edition or "", category=round_.category, round_code=round_.code.value,
        made_at=work.now,
    )
    return (
        Enclosed("scores.csv", "text/csv", b"".join(export.scores_csv(criteria, sets, language))),
        Enclosed("scores.json", "application/json", data),
    )


def _keep(html: str, enclosed: tuple[Enclosed, ...], at: datetime, output: Path) -> None:
    from nominations.adapters.pdf import to_pdf

    write_file(output, enclose(to_pdf(html, VARIANT), enclosed, at))
    click.echo(f"{output}: {output.stat().st_size:,} bytes.")


def _print(html: str, output: Path) -> None:
    from nominations.adapters.pdf import to_pdf

    write_file(output, to_pdf(html))
    click.echo(f"{output}: {output.stat().st_size:,} bytes.")
