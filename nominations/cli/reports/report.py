"""The commands that make reports; each is made at once, in this process."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from nominations import registration
from nominations.cli.reports import all_reports, dossier, official
from nominations.cli.shared import (
    category_of,
    category_option,
    data_option,
    edition_option,
    language_option,
    load_edition,
    load_settings,
    nomination_of,
    output_option,
    reviewer_of,
    round_of,
    round_option,
    signed_option,
    state_of,
    work_in,
    write_file,
)
from nominations.core.language import use_language
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role, RoundCode
from nominations.core.tables import Round
from nominations.documents.adapters.archive_copy import VARIANT, Enclosed, enclose
from nominations.documents.reports.edition_reports import EDITION_REPORTS
from nominations.documents.reports.table_formats import WRITERS
from nominations.documents.services import documents
from nominations.ranking.adapters.analysis_child import analyse_in_child
from nominations.ranking.reports import archive_copy, before_rounds, score_sheets, score_tables
from nominations.reviewing.reports import own_documents
from nominations.reviewing.services import certificates

# The command `register` offers the names of the registered reports.
registration.register()


@click.group("report")
def group() -> None:
    """Make the documents of the award as PDF."""


def _shared_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that the reports of a round have in common."""
    for option in (output_option("pdf"), data_option, language_option, round_option, edition_option):
        command = option(command)
    return click.option("--names/--no-names", default=False, help="Print the reviewers' names instead of letters.")(
        command
    )


@group.command()
@category_option
@click.option("--state", type=click.IntRange(1), help="The number of a frozen state; without it, as things stand.")
@click.option("--archive", is_flag=True, help="A PDF/A to keep, with the raw marks attached as CSV and JSON.")
@signed_option
@_shared_options
def scoring(
    code: str, category: str, round_code: str, language: str, data: Path | None, output: Path, names: bool,
    state: int | None, archive: bool, signer: str | None,
) -> None:
    """The scoring report of a category: ranking, matrix, criteria, recusals."""
    with work_in(load_settings(data), edition=code, writes=bool(signer)) as work:
        edition = load_edition(work, code)
        kind = category_of(edition.edition, category)
        round_ = round_of(work, edition.id, category, round_code)
        if round_ is None and not (archive or state or signer):
            html, _name = before_rounds.render_empty_report(
                work, edition.edition, kind, RoundCode(round_code), language
            )
            _write_pdf(html, output)
            return
        round_ = _require_round(round_, category, round_code)
        frozen_id = state_of(work, round_.id, state)
        if signer:
            signer_work = replace(work, actor=official.signed_by(work, edition, signer))
            choices = {"names": names} | ({"frozen": str(frozen_id)} if frozen_id else {})
            official.make_official(signer_work, documents.ask_for_document(
                signer_work, "archive" if archive else "scoring", language=language, round_id=round_.id,
                choices=choices,
            ), output)
            return
        html, _name = score_tables.render_scoring_report(
            work, round_.id, language, names, frozen_id=frozen_id, analyse=analyse_in_child
        )
        if archive:
            enclosures = archive_copy.load_enclosures(work, round_.id, language, frozen_id)
            _write_archive_pdf(html, enclosures, work.now, output)
            return
    _write_pdf(html, output)


@group.command()
@click.option("--nomination", "reference", required=True, help="The nomination's reference.")
@signed_option
@_shared_options
def sheet(
    code: str, reference: str, round_code: str, language: str, data: Path | None, output: Path, names: bool,
    signer: str | None,
) -> None:
    """The score sheet of one nomination: every criterion, score and reason of every reviewer."""
    with work_in(load_settings(data), edition=code, writes=bool(signer)) as work:
        edition = load_edition(work, code)
        nomination = nomination_of(work, edition, reference)
        category = nomination.category
        round_ = _require_round(round_of(work, edition.id, category, round_code), category, round_code)
        try:
            html, _name = score_tables.render_score_sheet(work, round_.id, nomination.id, language, names)
        except Refused:
            raise click.ClickException(f"{reference} takes no part in the {round_code} round of {category}.") from None
        if signer:
            signer_work = replace(work, actor=official.signed_by(work, edition, signer))
            official.make_official(signer_work, documents.ask_for_document(
                signer_work, "sheet", language=language, round_id=round_.id, nomination_id=nomination.id,
                choices={"names": names},
            ), output)
            return
    _write_pdf(html, output)


@group.command()
@click.argument("name", type=click.Choice([*EDITION_REPORTS]))
@edition_option
@language_option
@data_option
@output_option("pdf", *WRITERS)
def register(name: str, code: str, language: str, data: Path | None, output: Path) -> None:
    """A register of the whole edition, or its statistics: PDF, or CSV and XLSX by the name of the file."""
    with work_in(load_settings(data), edition=code) as work:
        edition_id = load_edition(work, code).id
        form = output.suffix.lower().lstrip(".")
        if form in WRITERS:
            with use_language(language):
                write_file(output, b"".join(EDITION_REPORTS[name].table(work, edition_id, form)))
            click.echo(f"{output}: {output.stat().st_size:,} bytes.")
            return
        html = EDITION_REPORTS[name].html(work, edition_id, language)
    _write_pdf(html, output)


@group.command()
@category_option
@signed_option
@_shared_options
def volume(
    code: str, category: str, round_code: str, language: str, data: Path | None, output: Path, names: bool,
    signer: str | None,
) -> None:
    """The score sheets of every nomination of a category, in one volume."""
    with work_in(load_settings(data), edition=code, writes=bool(signer)) as work:
        edition = load_edition(work, code)
        category_of(edition.edition, category)
        round_ = _require_round(round_of(work, edition.id, category, round_code), category, round_code)
        if signer:
            signer_work = replace(work, actor=official.signed_by(work, edition, signer))
            official.make_official(signer_work, documents.ask_for_document(
                signer_work, "sheets", language=language, round_id=round_.id, choices={"names": names}
            ), output)
            return
        html = score_sheets.render_volume(score_tables.load_volume(work, round_.id, language, names), language)
    _write_pdf(html, output)


@group.command("statistics")
@edition_option
@language_option
@data_option
@output_option("pdf", *WRITERS)
@click.pass_context
def statistics(context: click.Context, code: str, language: str, data: Path | None, output: Path) -> None:
    """The statistics for the press, without names: PDF, or CSV and XLSX by the name of the file."""
    context.invoke(register, name="statistics", code=code, language=language, data=data, output=output)


@group.command("my-reviews")
@click.option("--reviewer", required=True, help="The reviewer's mail address.")
@edition_option
@language_option
@data_option
@output_option("pdf")
def my_reviews(code: str, reviewer: str, language: str, data: Path | None, output: Path) -> None:
    """A reviewer's own marks and reasons, as they would get them on their desk."""
    with work_in(load_settings(data), edition=code) as work:
        edition, account_id = load_edition(work, code), reviewer_of(work, load_edition(work, code), reviewer)
        reviewer_work = replace(work, actor=Actor(account_id, Role.REVIEWER, code))
        html = own_documents.reviews_html(reviewer_work, edition.id, language)
    _write_pdf(html, output)


@group.command()
@click.option("--reviewer", required=True, help="The reviewer's mail address.")
@edition_option
@language_option
@data_option
@output_option("pdf")
def certificate(code: str, reviewer: str, language: str, data: Path | None, output: Path) -> None:
    """A reviewer's certificate of service with its code, recorded as one that the head had made on the page."""
    with work_in(load_settings(data), edition=code, writes=True) as work:
        account_id = reviewer_of(work, load_edition(work, code), reviewer)
        try:
            certificate = certificates.certify(work, account_id, language=language)
        except Refused:
            raise click.ClickException(
                f"{reviewer} has handed in no review that counts: there is nothing to certify yet."
            ) from None
        official.make_official(work, certificate, output)


group.add_command(dossier.make_dossier)
group.add_command(all_reports.make_all_reports)


def _require_round(round_: Round | None, category: str, round_code: str) -> Round:
    if round_ is None:
        raise click.ClickException(f"The {round_code} round of {category} has not been opened: there is no mark yet.")
    return round_


def _write_archive_pdf(html: str, enclosed: tuple[Enclosed, ...], at: datetime, output: Path) -> None:
    from nominations.documents.adapters.pdf import to_pdf

    write_file(output, enclose(to_pdf(html, VARIANT), enclosed, at))
    click.echo(f"{output}: {output.stat().st_size:,} bytes.")


def _write_pdf(html: str, output: Path) -> None:
    from nominations.documents.adapters.pdf import to_pdf

    write_file(output, to_pdf(html))
    click.echo(f"{output}: {output.stat().st_size:,} bytes.")
