"""The outbox from the outside: what waits, what failed, what was sent."""

from pathlib import Path

import click

from nominations.cli.shared import data_option, load_settings, work_in
from nominations.mail.queries import letters


@click.group("mail")
def group() -> None:
    """Look after the letters."""


@group.command("list")
@data_option
def list_(data: Path | None) -> None:
    """Count the letters by state, and say why the newest failed ones did."""
    with work_in(load_settings(data)) as work:
        for state, count in letters.count_by_state(work.session):
            click.echo(f"{count:6d} {state.value}")
        for identity, template, trouble in letters.list_troubled(work.session):
            click.echo(f"{identity} {template}: {trouble}")
