"""A whole copy of the database while others write, and back: SQLite by its backup API, PostgreSQL by its own tools."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_USER_TABLES = """
    SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
"""


class SnapshotFailed(Exception):
    """The copy could not be made or put back; the message is one sentence for the operator."""


def kind(url: str) -> str:
    """Which of the two databases the address names."""
    return SQLITE if url.startswith("sqlite") else POSTGRESQL


def take(url: str, target: Path) -> None:
    """Write a copy of the database, as of one instant, to the new file `target`."""
    if kind(url) == SQLITE:
        _take_sqlite(_path(url), target)
    else:
        _tool("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def is_empty(url: str) -> bool:
    """Whether a copy may be put back there."""
    if kind(url) == SQLITE:
        return _holds_nothing(_path(url))
    try:
        with psycopg.connect(_plain(url)) as connection:
            return connection.execute(_USER_TABLES).fetchone() == (0,)
    except psycopg.OperationalError as away:
        raise SnapshotFailed(f"The database cannot be reached: {str(away).splitlines()[0]}") from None


def put_back(url: str, source: Path) -> None:
    """Fill the empty database from a copy; whole, or not at all."""
    if kind(url) == SQLITE:
        _put_back_sqlite(_path(url), source)
    else:
        whole_or_nothing = ("--exit-on-error", "--single-transaction")
        _tool("pg_restore", url, "--no-owner", "--no-privileges", *whole_or_nothing, str(source))


def _holds_nothing(path: Path) -> bool:
    """No file, or one without a table: a command that only looked has made it."""
    if not path.exists() or path.stat().st_size == 0:
        return True
    try:
        with closing(sqlite3.connect(path, timeout=30)) as database:
            return database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    except sqlite3.DatabaseError:
        return False


def _take_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise SnapshotFailed(f"There is no database at {source}.")
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        # All pages in one step: one read transaction, which writers neither wait for nor disturb under WAL.
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")
        _check(copy)


def _put_back_sqlite(target: Path, source: Path) -> None:
    with closing(sqlite3.connect(source)) as copy:
        _check(copy)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.restoring")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(draft)) as new:
        copy.backup(new, pages=-1)
    for path in (draft, target.parent):
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    # What belonged to the empty file must not be taken for a part of this one.
    for rest in ("-wal", "-shm"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    draft.replace(target)


def _check(database: sqlite3.Connection) -> None:
    try:
        found = database.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise SnapshotFailed(f"The copy of the database is not whole: {found}.")


def _path(url: str) -> Path:
    return Path(url.partition(":///")[2].partition("?")[0])


def _plain(url: str) -> str:
    return "postgresql://" + url.partition("://")[2]


def _tool(program: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs. The password goes by its environment: arguments can be seen by others."""
    where = conninfo_to_dict(_plain(url))
    password = where.pop("password", None)
    environ = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [program, f"--dbname={make_conninfo('', **where)}", *arguments]
    try:
        done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except FileNotFoundError:
        raise SnapshotFailed(f"{program} is not installed; it comes with Debian's postgresql-client.") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise SnapshotFailed(f"{program} failed: {said[0]}")
