"""The outbox from the outside: what waits, what failed, what was sent."""

from datetime import timedelta
from pathlib import Path

import click

from nominations.cli.shared import data_option, load_settings, work_in
from nominations.mail.queries import letters

WAITS_LONG = timedelta(hours=1)


@click.group("mail")
def group() -> None:
    """Look after the letters."""


@group.command("list")
@data_option
def list_(data: Path | None) -> None:
    """Count the letters by state, say why the newest failed ones did, and which wait for more than an hour."""
    with work_in(load_settings(data)) as work:
        for state, count in letters.count_by_state(work.session):
            click.echo(f"{count:6d} {state.value}")
        for identity, template, trouble in letters.list_troubled(work.session):
            click.echo(f"{identity} {template}: {trouble}")
        for letter in letters.list_waiting(work.session, work.now - WAITS_LONG):
            click.echo(f"{letter.id} {letter.template}: {describe_waiting(letter)}")


def describe_waiting(letter: letters.Waiting) -> str:
    """How a letter that waits for long stands, in one sentence."""
    again = f"the next try is at {letter.next_try_at:%Y-%m-%d %H:%M} UTC" if letter.next_try_at else "no try is planned"
    return f"waits after {letter.tries} tries, {again}."
