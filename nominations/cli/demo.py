"""The command that makes a demonstration: a data folder with fictitious people, filled up to a stage of the year."""

from datetime import datetime
from pathlib import Path

import click

from nominations.cli.shared import load_settings
from nominations.core import database, schema
from nominations.core.adapters import clock
from nominations.core.rules.errors import DomainError
from nominations.demo.events import script


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="The data folder: a new or an empty one.")
@click.option("--stage", type=click.Choice(list(script.STAGES)), default="call", show_default=True,
              help="The time of the year.")
@click.option("--now", "requested_time", metavar="INSTANT", default=None,
              help="Where its clock stands, such as 2025-11-30T23:50 (Rabat time without an offset).")
def demo(data: Path, stage: str, requested_time: str | None) -> None:
    """Fill an empty data folder with a fictitious award."""
    try:
        from nominations.demo import fill
        from nominations.demo.events import timeline
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("nominations.demo.pictures"):
            raise
        raise click.ClickException(
            "The pictures of the demonstration are not in the installed package. Run it in a checkout of the project."
        ) from None
    now = _choose_time(stage, requested_time, timeline.events(stage)[-1].at)
    if data.exists() and any(data.iterdir()):
        raise click.ClickException(f"{data} already holds something; a demonstration gets a folder of its own.")
    settings = load_settings(data, mode="demonstration")
    engine = database.connect(settings.database_url)
    database.skip_disk_sync(engine)
    try:
        schema.upgrade(engine)
        counts = fill.fill(engine, settings, stage, now)
    except DomainError as error:
        message = ". ".join([str(error), *getattr(error, "__notes__", ())])
        raise click.ClickException(f"The demonstration cannot be made in this database: {message}") from None
    finally:
        engine.dispose()
    # Last, because a folder with such a clock is a demonstration.
    clock.set_demonstration_time(settings, now, stage)
    message = f"{counts.people} people, {counts.nominations} nominations, {counts.files} files"
    click.echo(f"{data} holds a demonstration: {message}.")
    click.echo(f"{counts.records} records in the ledger, {counts.letters} letters kept.")
    click.echo(f"Its clock stands at {now.astimezone(script.RABAT):%d %B %Y, %H:%M} in Rabat ({stage}).")


def _choose_time(stage: str, requested_time: str | None, last_event_at: datetime) -> datetime:
    """The requested time, or the stage's own. Raises `BadParameter` where it is before the last event of the stage."""
    if requested_time is None:
        return script.STAGES[stage]
    try:
        now = datetime.fromisoformat(requested_time)
    except ValueError:
        raise click.BadParameter(
            f"{requested_time} is not an instant such as 2025-11-30T23:50.", param_hint="--now"
        ) from None
    now = now if now.tzinfo else now.replace(tzinfo=script.RABAT)
    if now < last_event_at:
        message = f"At this stage things have happened until {last_event_at.isoformat()}; choose a later instant."
        raise click.BadParameter(message, param_hint="--now")
    return now
