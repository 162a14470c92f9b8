"""The commands that make a dossier (`report dossier`) and check one (`dossier verify`).

Checking needs no database: a dossier is compared with its own list of files and, where it is given, with an export of
the ledger.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import click

from nominations.cli.reports import official
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
    signed_option,
    work_in,
)
from nominations.core.language import format_utc
from nominations.core.rules.errors import Refused
from nominations.core.tables import Document
from nominations.documents.adapters.render import RenderingFailed
from nominations.documents.kinds import KINDS
from nominations.documents.services import documents
from nominations.records.adapters.dossier_check import DossierCheck, NotADossier, verify_dossier
from nominations.records.adapters.ledger_export import NotAnExport, find_list


@click.group("dossier")
def group() -> None:
    """Check a dossier that was made."""


@group.command("verify")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--ledger", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="An export of the ledger (`ledger export`): it must hold the list of the dossier.")
@click.option("--head", "printed", default="", help="With --ledger: a head of the ledger that stands on a paper or in "
              "a mail, 64 characters. It must be in the export.")
def verify(file: Path, ledger: Path | None, printed: str) -> None:
    """Compare every file of a dossier with its own list, and the list with an export of the ledger.

    Status 0 only when no file is missing, added or changed and, with --ledger, the ledger holds the list. Without it
    nothing shows who wrote the list: the last lines say where that is asked.
    """
    if printed and not ledger:
        raise click.UsageError("--head goes with --ledger.")
    try:
        check = verify_dossier(file)
    except NotADossier as error:
        raise click.ClickException(str(error)) from None
    for sentence in check.faults:
        click.echo(f"- {sentence}", err=True)
    if check.faults:
        raise click.ClickException(f"{file} does not agree with its own list.")
    click.echo(f"{file} agrees with its own list: {check.count:,} files.")
    if ledger:
        _compare_with_ledger(check, ledger, printed.strip().lower())
        return
    click.echo("This does not show who wrote the list: whoever changes a file can write the list anew.")
    click.echo(f"The fingerprint of the list (SHA-256) is {check.list_sha256}.")
    if check.code:
        click.echo(f"Compare it on the award's own page *Check a document*, with the code {check.code}.")
        click.echo(f"The dossier says that this page is {check.checked_at}; a forger would name another.")
    else:
        click.echo("The dossier names no code: it was made without one, or the code was taken out.")


def _compare_with_ledger(check: DossierCheck, ledger: Path, printed: str) -> None:
    try:
        proof = find_list(ledger, check.list_sha256, printed)
    except NotAnExport as error:
        raise click.ClickException(str(error)) from None
    if proof.fault:
        raise click.ClickException(f"{ledger} does not hold. Record {proof.fault.number}: {proof.fault.why}.")
    if printed and not proof.holds_printed_head:
        raise click.ClickException(f"{ledger} does not hold the head that was printed.")
    if proof.record is None:
        raise click.ClickException(
            f"{ledger} does not hold the list of this dossier: the dossier was changed, was made without a code, or is "
            "newer than the export."
        )
    click.echo(f"Record {proof.record.number} of {proof.records:,} holds this list, of {format_utc(proof.record.at)}.")
    if printed:
        click.echo("The head that was printed is in the export.")
    else:
        click.echo(f"The export ends at the head {proof.head}. Whoever gave it to you could have written all of it "
                   "anew: compare it with a head on a paper or in a mail, by --head.")


@click.command("dossier")
@edition_option
@click.option("--nomination", "reference", help="The nomination's reference.")
@click.option("--all", "every", is_flag=True, help="The dossiers of all nominations of a category.")
@click.option("--category", help="The category's key, with --all.")
@language_option
@signed_option
@data_option
@output_option("zip")
def make_dossier(
    code: str, reference: str | None, every: bool, category: str | None, language: str, data: Path | None, output: Path,
    signer: str | None,
) -> None:
    """The dossier of one nomination, or of all of a category, as a ZIP with a list of SHA-256."""
    if every == bool(reference) or every != bool(category):
        raise click.UsageError("Give either --nomination REFERENCE, or --all with --category KEY.")
    with work_in(load_settings(data), edition=code, writes=bool(signer)) as work:
        edition = load_edition(work, code)
        document = Document(kind="dossiers" if every else "dossier", edition_id=edition.id, language=language,
                         made_as=work.actor.role.value, choices={})
        if every:
            document.choices = {"category": category_of(edition.edition, category or "").key}
        else:
            document.nomination_id = nomination_of(work, edition, reference or "").id
        if signer:
            signer_work = replace(work, actor=official.signed_by(work, edition, signer))
            try:
                requested = documents.ask_for_document(
                    signer_work, document.kind, language=language, nomination_id=document.nomination_id,
                    choices=document.choices,
                )
            except Refused:
                raise click.ClickException(f"There is no dossier of {reference or category} for {signer}.") from None
            official.make_official(signer_work, requested, output)
            return
        try:
            pack = KINDS[document.kind].collect(work, document)
        except Refused:
            raise click.ClickException(f"{reference} has not been handed in: there is no dossier of it.") from None
    try:
        package = pack(lambda done, total: None)
    except RenderingFailed as error:
        raise click.ClickException(str(error)) from None
    with package.stream() as stream, open_output(output) as target:
        shutil.copyfileobj(stream, target)
    click.echo(f"{output}: {output.stat().st_size:,} bytes.")
