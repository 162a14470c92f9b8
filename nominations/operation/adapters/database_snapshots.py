"""A copy of the database made while others write, and restoring it: SQLite's backup API, PostgreSQL's own tools."""

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


def database_kind(url: str) -> str:
    """The kind of database that the address names."""
    return SQLITE if url.startswith("sqlite") else POSTGRESQL


def take_snapshot(url: str, target: Path) -> None:
    """Write a copy of the database, as of one instant, to the new file `target`."""
    if database_kind(url) == SQLITE:
        _take_sqlite(_path(url), target)
    else:
        _run_tool("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def is_empty(url: str) -> bool:
    """Whether the database is empty, so that a copy may be restored into it."""
    if database_kind(url) == SQLITE:
        return _is_empty_file(_path(url))
    try:
        with psycopg.connect(_plain_url(url)) as connection:
            return connection.execute(_USER_TABLES).fetchone() == (0,)
    except psycopg.OperationalError as away:
        raise SnapshotFailed(f"The database cannot be reached: {str(away).splitlines()[0]}") from None


def restore_snapshot(url: str, source: Path) -> None:
    """Fill the empty database from a copy; whole, or not at all."""
    if database_kind(url) == SQLITE:
        _restore_sqlite(_path(url), source)
    else:
        whole_or_nothing = ("--exit-on-error", "--single-transaction")
        _run_tool("pg_restore", url, "--no-owner", "--no-privileges", *whole_or_nothing, str(source))


def _is_empty_file(path: Path) -> bool:
    """No file, or one without a table, as a command that only reads makes it."""
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


def _restore_sqlite(target: Path, source: Path) -> None:
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
    # Rests of the empty file must not be read as a part of this one.
    for rest in ("-wal", "-shm"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    draft.replace(target)


def _check(database: sqlite3.Connection) -> None:
    try:
        result = database.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        result = str(error)
    if result != "ok":
        raise SnapshotFailed(f"The copy of the database is not whole: {result}.")


def _path(url: str) -> Path:
    return Path(url.partition(":///")[2].partition("?")[0])


def _plain_url(url: str) -> str:
    return "postgresql://" + url.partition("://")[2]


def _run_tool(program: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs. The password goes by its environment: arguments can be seen by others."""
    where = conninfo_to_dict(_plain_url(url))
    password = where.pop("password", None)
    environ = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [program, f"--dbname={make_conninfo('', **where)}", *arguments]
    try:
        done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except FileNotFoundError:
        raise SnapshotFailed(f"{program} is not installed; it comes with Debian's postgresql-client.") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise SnapshotFailed(f"{program} failed: {lines[0]}")
