"""The reports, made here and now in this process."""

from collections.abc import Callable
from pathlib import Path

import click

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
    round_of,
    round_option,
    work_in,
    write_file,
)
from nominations.domain.vocabulary import RoundCode
from nominations.language import speaking
from nominations.reports import before_rounds, make_registers, scored
from nominations.reports.lists import WRITERS


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
@_shared
def scoring(
    code: str, category: str, round_code: str, language: str, data: Path | None, output: Path, names: bool
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


group.add_command(dossier.make)


def _print(html: str, output: Path) -> None:
    from nominations.adapters.pdf import to_pdf

    write_file(output, to_pdf(html))
    click.echo(f"{output}: {output.stat().st_size:,} bytes.")
