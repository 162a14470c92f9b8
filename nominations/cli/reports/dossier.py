"""Dossiers: made by `report dossier`, checked anywhere by `dossier verify`, which needs nothing but the file."""

import shutil
from pathlib import Path

import click

from nominations.cli.shared import (
    category_of,
    data_option,
    edition_option,
    language_option,
    load_edition,
    load_settings,
    nomination_of,
    open_output,
    output_option,
    work_in,
)
from nominations.core.rules.errors import Refused
from nominations.core.tables import Document
from nominations.documents.adapters.render import RenderingFailed
from nominations.documents.kinds import KINDS
from nominations.records.adapters.dossier_check import NotADossier, verify_dossier


@click.group("dossier")
def group() -> None:
    """Check a dossier that was made."""


@group.command("verify")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def verify_(file: Path) -> None:
    """Compare every file of a dossier with its list; status 0 only when none is missing, added or changed."""
    try:
        count, wrong = verify_dossier(file)
    except NotADossier as no:
        raise click.ClickException(str(no)) from None
    for sentence in wrong:
        click.echo(f"- {sentence}", err=True)
    if wrong:
        raise click.ClickException(f"{file} is not as it was made.")
    click.echo(f"{file} is whole: {count:,} files, each as it was made.")


@click.command("dossier")
@edition_option
@click.option("--nomination", "reference", help="The nomination's reference.")
@click.option("--all", "every", is_flag=True, help="The dossiers of all nominations of a category.")
@click.option("--category", help="The category's key, with --all.")
@language_option
@data_option
@output_option
def make(
    code: str, reference: str | None, every: bool, category: str | None, language: str, data: Path | None, output: Path
) -> None:
    """The dossier of one nomination, or of all of a category, as a ZIP with a list of SHA-256."""
    if every == bool(reference) or every != bool(category):
        raise click.UsageError("Give either --nomination REFERENCE, or --all with --category KEY.")
    with work_in(load_settings(data), edition=code) as work:
        edition = load_edition(work, code)
        document = Document(kind="dossiers" if every else "dossier", edition_id=edition.id, language=language,
                         made_as=work.actor.role.value, choices={})
        if every:
            document.choices = {"category": category_of(edition.edition, category or "").key}
        else:
            document.nomination_id = nomination_of(work, edition, reference or "").id
        try:
            make_it = KINDS[document.kind].collect(work, document)
        except Refused:
            raise click.ClickException(f"{reference} has not been handed in: there is no dossier of it.") from None
    try:
        package = make_it(lambda done, total: None)
    except RenderingFailed as wrong:
        raise click.ClickException(str(wrong)) from None
    with package.stream() as stream, open_output(output) as target:
        shutil.copyfileobj(stream, target)
    click.echo(f"{output}: {output.stat().st_size:,} bytes.")
