"""The commands that check the files of an edition and open it; an open edition is never changed."""

from pathlib import Path

import click

from nominations.cli.shared import data_option, load_settings, work_in
from nominations.core import database, schema
from nominations.core.settings import config_folder
from nominations.editions.adapters import folder
from nominations.editions.queries.editions import load_opened
from nominations.editions.services import editions


@click.group("edition")
def group() -> None:
    """Check and open the editions of the award."""


def _find_folder(name: str) -> Path:
    """The folder with this path, or else the folder of the edition with this code in config/editions."""
    path = Path(name)
    return path if path.is_dir() else config_folder() / "editions" / name


@group.command()
@click.argument("folders", nargs=-1)
def check(folders: tuple[str, ...]) -> None:
    """Name file, line and sentence for every mistake in FOLDERS (all of config/editions without any)."""
    chosen = [_find_folder(name) for name in folders] or sorted(
        path for path in (config_folder() / "editions").iterdir() if path.is_dir()
    )
    mistakes = 0
    for path in chosen:
        if not path.is_dir():
            raise click.ClickException(f"There is no folder {path}.")
        for mistake in folder.check_folder(path):
            mistakes += 1
            click.echo(str(mistake), err=True)
    if mistakes:
        raise click.ClickException(f"{mistakes} mistakes." if mistakes > 1 else "1 mistake.")
    for path in chosen:
        click.echo(f"{path.name}: no mistakes.")


@group.command("open")
@click.argument("name")
@data_option
def open_edition(name: str, data: Path | None) -> None:
    """Pin the edition NAME (a folder or a code): from now on everything reads that."""
    path = _find_folder(name)
    if not path.is_dir():
        raise click.ClickException(f"There is no folder {path}.")
    try:
        edition = folder.read_folder(path)
    except folder.Unreadable as error:
        for mistake in error.mistakes:
            click.echo(str(mistake), err=True)
        raise click.ClickException("The edition has mistakes and was not opened.") from None
    settings = load_settings(data)
    engine = database.connect(settings.database_url)
    schema.upgrade(engine)
    engine.dispose()
    with work_in(settings, writes=True) as work:
        if load_opened(work.session, edition.code):
            raise click.ClickException(f"{edition.code} is open already; an open edition is never changed.")
        row = editions.open_edition(work, edition)
    click.echo(f"{edition.code} is open, {row.sha256[:12]}.")
