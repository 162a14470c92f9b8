"""The commands that start the server and its worker."""

import os
import sys
from pathlib import Path

import click

from nominations.cli.shared import data_option
from nominations.core import database, schema
from nominations.core.settings import keep_address, load_settings


@click.command()
@data_option
@click.option("--host", default=None, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="The port to listen on.")
def run(data: Path | None, host: str | None, port: int | None) -> None:
    """Serve a data folder: web and worker, until stopped."""
    from nominations.app import make_app
    from nominations.operation.adapters.server import serve
    from nominations.web.sessions import session_of

    overrides = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    settings = load_settings(data, overrides=overrides, listens=True)
    keep_address(settings)
    engine = database.connect(settings.database_url)
    schema.upgrade(engine)
    engine.dispose()
    click.echo(f"The award is at {settings.public_address}  (stop with Ctrl+C)")
    command = [
        sys.executable, "-m", "nominations", "worker", "--data", str(settings.data), "--parent", str(os.getpid()),
    ]
    os.environ.setdefault("NOMINATIONS_PUBLIC_ADDRESS", settings.public_address)
    serve(settings, make_app, know=session_of, worker=command)


@click.command("worker", hidden=True)
@data_option
@click.option("--parent", type=int, default=None, help="End with this process, which started the worker.")
def run_worker(data: Path | None, parent: int | None) -> None:
    """Do the slow work; `run` starts it."""
    from nominations.core.adapters.parent_process import end_with_parent

    if parent is not None:
        end_with_parent(parent)  # before anything that takes time
    from nominations import worker
    from nominations.core import logs

    settings = load_settings(data)
    logs.set_up(settings)
    worker.run(settings, parent or os.getppid())
