"""Editions: checked as files, opened as immutable rows."""

from pathlib import Path

import click

from nominations.cli.shared import data_option, load, work_in
from nominations.core import database, schema
from nominations.core.settings import config_folder
from nominations.editions.adapters import folder as edition_files
from nominations.editions.queries import editions as query
from nominations.editions.services import editions


@click.group("edition")
def group() -> None:
    """Check and open the editions of the award."""


def _folder(name: str) -> Path:
    """A folder as given, or the edition of that code in config/editions."""
    given = Path(name)
    return given if given.is_dir() else config_folder() / "editions" / name


@group.command()
@click.argument("folders", nargs=-1)
def check(folders: tuple[str, ...]) -> None:
    """Name file, line and sentence for every mistake in FOLDERS (all of config/editions without any)."""
    chosen = [_folder(name) for name in folders] or sorted(
        each for each in (config_folder() / "editions").iterdir() if each.is_dir()
    )
    mistakes = 0
    for folder in chosen:
        if not folder.is_dir():
            raise click.ClickException(f"There is no folder {folder}.")
        for mistake in edition_files.check(folder):
            mistakes += 1
            click.echo(str(mistake), err=True)
    if mistakes:
        raise click.ClickException(f"{mistakes} mistakes." if mistakes > 1 else "1 mistake.")
    for folder in chosen:
        click.echo(f"{folder.name}: no mistakes.")


@group.command("open")
@click.argument("name")
@data_option
def open_(name: str, data: Path | None) -> None:
    """Pin the edition NAME (a folder or a code): from now on everything reads that."""
    folder = _folder(name)
    if not folder.is_dir():
        raise click.ClickException(f"There is no folder {folder}.")
    try:
        edition = edition_files.read(folder)
    except edition_files.Unreadable as wrong:
        for mistake in wrong.mistakes:
            click.echo(str(mistake), err=True)
        raise click.ClickException("The edition has mistakes and was not opened.") from None
    settings = load(data)
    engine = database.connect(settings.database_url)
    schema.upgrade(engine)
    engine.dispose()
    with work_in(settings, writes=True) as work:
        if query.opened(work.session, edition.code):
            raise click.ClickException(f"{edition.code} is open already; an open edition is never changed.")
        row = editions.open_edition(work, edition)
    click.echo(f"{edition.code} is open, {row.sha256[:12]}.")
