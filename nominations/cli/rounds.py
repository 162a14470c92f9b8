"""The command that lists the rounds of an edition."""

from pathlib import Path

import click

from nominations.cli.shared import data_option, edition_option, load_edition, load_settings, work_in
from nominations.rounds.queries import rounds


@click.group("round")
def group() -> None:
    """Look at the rounds of scoring."""


@group.command("list")
@edition_option
@data_option
def list_rounds(code: str, data: Path | None) -> None:
    """Name each round with its state; opening and closing are acts of the head, on the page."""
    with work_in(load_settings(data), edition=code) as work:
        lines = rounds.list_rounds(work, load_edition(work, code).id)
    for line in lines:
        state = "closed" if line.round.closed_at else "open"
        due = f"{line.round.due_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{line.round.category} {line.round.code.value}: {state}, due {due}")
    if not lines:
        click.echo("No round has been opened.")
