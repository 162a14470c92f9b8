"""The commands that verify the ledger and export it."""

from pathlib import Path

import click

from nominations.cli.shared import data_option, load_settings, open_output, output_option, work_in
from nominations.core.queries import ledger_chain
from nominations.records.adapters.ledger_export import write_ledger
from nominations.records.queries.sealed_rows import find_contradictions


@click.group("ledger")
def group() -> None:
    """Verify the record that shows tampering, or write it into a file."""


@group.command()
@data_option
@click.option("--head", "printed", default="",
              help="A head printed on a report or in a mail, 64 characters: it must be in the chain.")
def verify(data: Path | None, printed: str) -> None:
    """Walk the chain, name the first bad record, and each row that is not what its record committed to."""
    with work_in(load_settings(data)) as work:
        verdict = ledger_chain.verify_chain(work.session, printed=printed.strip().lower())
        contradictions = [] if verdict.fault else list(find_contradictions(work.session))
    if verdict.fault:
        raise click.ClickException(f"Record {verdict.fault.number}: {verdict.fault.why}.")
    for contradiction in contradictions:
        click.echo(f"- Record {contradiction.number}: {contradiction.what}.", err=True)
    if contradictions:
        raise click.ClickException(f"The chain holds, but {len(contradictions)} of what it committed to was changed.")
    click.echo(f"{verdict.records} records hold, head {verdict.head}.")
    if verdict.erased:
        click.echo(f"The contents of {verdict.erased} were erased; their commitments stand.")


@group.command()
@data_option
@output_option("jsonl")
def export(data: Path | None, output: Path) -> None:
    """Write every record into a file, by which `dossier verify --ledger` checks a dossier without the database.

    It holds no contents of acts, but the fingerprints of finished documents.
    """
    with work_in(load_settings(data)) as work, open_output(output) as target:
        count = write_ledger(ledger_chain.read_records(work.session), target)
    click.echo(f"{output}: {count:,} records.")
