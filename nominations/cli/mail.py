"""The outbox from the outside: what waits, what failed, what was sent."""

from pathlib import Path

import click
from sqlalchemy import func, select

from nominations.cli.shared import data_option, load, work_in
from nominations.models import Letter


@click.group("mail")
def group() -> None:
    """Look after the letters."""


@group.command("list")
@data_option
def list_(data: Path | None) -> None:
    """Count the letters by state, and say why the newest failed ones did."""
    with work_in(load(data)) as work:
        counts = work.session.execute(select(Letter.state, func.count()).group_by(Letter.state).order_by(Letter.state))
        for state, count in counts:
            click.echo(f"{count:6d} {state.value}")
        failed = work.session.execute(
            select(Letter.id, Letter.template, Letter.trouble).where(Letter.trouble != "")
            .order_by(Letter.written_at.desc(), Letter.id).limit(20)
        )
        for identity, template, trouble in failed:
            click.echo(f"{identity} {template}: {trouble}")
