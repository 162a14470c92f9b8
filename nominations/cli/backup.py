"""The commands that write a backup and restore one."""

from pathlib import Path

import click

from nominations.cli.shared import data_option, load_settings
from nominations.operation.adapters import backup


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
def back_up(file: Path, data: Path | None) -> None:
    """Write database and files to FILE while the system runs."""
    try:
        manifest = backup.backup(load_settings(data), file)
    except backup.BadBackup as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{file}: the database and {manifest.files} files.")
    if manifest.damaged:
        raise click.ClickException(f"Not saved, because their content had changed: {', '.join(manifest.damaged)}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@data_option
@click.option("--unkeyed", is_flag=True, help="Take a backup of before seals had a key; anybody can have made it.")
def restore(file: Path, data: Path | None, unkeyed: bool) -> None:
    """Put the backup FILE into an empty data folder (and an empty database), after proving every bit of it."""
    try:
        settings = load_settings(data, mode=backup.read_manifest(file).mode)
        manifest = backup.restore(file, settings, unkeyed=unkeyed)
    except backup.BadBackup as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{settings.data}: the database and {manifest.files} files of {manifest.made_at}.")
