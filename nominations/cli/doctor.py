"""Says what is unsafe or missing before others find out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click

from nominations.cli.mail import WAITS_LONG, describe_waiting
from nominations.cli.shared import data_option, load_settings
from nominations.core import database, schema
from nominations.core.adapters import clock
from nominations.core.queries import ledger_chain
from nominations.core.settings import BadSettings, Settings
from nominations.files.adapters.store import files
from nominations.files.queries import stored_files
from nominations.mail.queries import letters
from nominations.records.queries.sealed_rows import find_contradictions

_LATELY = timedelta(days=7)


@click.command()
@data_option
@click.option("--files", "sweep", is_flag=True, help="Also read every stored file and compare it with its hash.")
def doctor(data: Path | None, sweep: bool) -> None:
    """Name everything that is unsafe or missing; status 0 only when nothing is."""
    try:
        settings = load_settings(data)
    except BadSettings as wrong:
        raise click.ClickException(str(wrong)) from None
    problems = list(_settings(settings)) + list(_database(settings, sweep))
    for sentence in problems:
        click.echo(f"- {sentence}", err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} things to mend." if len(problems) > 1 else "1 thing to mend.")
    click.echo("Nothing is unsafe or missing.")


def _settings(settings: Settings) -> Iterator[str]:
    if settings.is_demonstration:
        yield "This is a demonstration: anybody can sign in as anybody. Use another data folder for the award."
    elif not settings.is_secure:
        yield "The public address is not https: cookies and codes travel in the open."
    if not settings.is_demonstration and not settings.smtp_host:
        yield "No mail server is set (NOMINATIONS_SMTP_HOST): nobody gets a code, a receipt or a letter."
    if settings.smtp_host and settings.smtp_security == "none" and settings.smtp_host not in ("127.0.0.1", "localhost"):
        yield "Mail travels unencrypted (NOMINATIONS_SMTP_SECURITY)."
    if len(settings.secret_key) < 32:
        yield "NOMINATIONS_SECRET_KEY is shorter than 32 characters."
    if not settings.is_demonstration and settings.host not in ("127.0.0.1", "::1") and settings.proxies == 0:
        yield "The server listens to the world itself: put a proxy with TLS in front and set NOMINATIONS_PROXIES."
    if settings.data.exists() and settings.data.stat().st_mode & 0o077:
        yield f"Others on this machine can read {settings.data}: chmod 700 it."
    if open_files := [path for path in settings.data.rglob("*") if _is_open(path)]:
        yield (
            f"{len(open_files)} files or folders are open to others on this machine, the first is {min(open_files)}: "
            f"chmod -R go= {settings.data}."
        )


def _is_open(path: Path) -> bool:
    try:
        return not path.is_symlink() and bool(path.stat().st_mode & 0o077)
    except FileNotFoundError:  # gone since it was listed
        return False


def _database(settings: Settings, sweep: bool) -> Iterator[str]:
    engine = database.connect(settings.database_url)
    try:
        if not schema.is_current(engine):
            yield "The database is empty or of another version; `nominations run` brings it up to date."
            return
        with database.open_session(engine) as session:
            if fault := ledger_chain.verify_chain(session).fault:
                yield f"The ledger does not hold: record {fault.number} {fault.why}."
            for contradiction in find_contradictions(session):
                yield f"Record {contradiction.number} of the ledger is contradicted: {contradiction.what}."
            yield from _letters(session, clock.make_clock(settings)())
            known = stored_files.list_stored(session)
    except database.DatabaseFailure:
        yield "The database does not answer (NOMINATIONS_DATABASE_URL)."
        return
    finally:
        engine.dispose()
    yield from _files(settings, known) if sweep else _missing(settings, known)


def _letters(session: database.Session, now: datetime) -> Iterator[str]:
    if failed := letters.list_failed(session, now - _LATELY):
        yield (f"{len(failed)} letters of the last {_LATELY.days} days could not be sent (nominations mail list); "
               f"the newest: {failed[0]}")
    if waiting := letters.list_waiting(session, now - WAITS_LONG):
        yield (f"{len(waiting)} letters wait for more than an hour (nominations mail list); the oldest "
               f"{describe_waiting(waiting[0])}")


def _missing(settings: Settings, known: set[str]) -> Iterator[str]:
    gone = sorted(known - set(files(settings).names()))
    if gone:
        yield f"{len(gone)} stored files are gone, the first is {gone[0]}."


def _files(settings: Settings, known: set[str]) -> Iterator[str]:
    swept = files(settings).sweep(known)
    for what, names in (("damaged", swept.damaged), ("gone", swept.missing), ("known to nobody", swept.orphaned)):
        if names:
            yield f"{len(names)} stored files are {what}, the first is {names[0]}."
