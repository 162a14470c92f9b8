"""The database: one engine per process, with the same rules on SQLite and PostgreSQL."""

import errno
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, UpdateBase, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from nominations.core.adapters import database_waits
from nominations.core.rules.text.folding import fold_text

__all__ = [
    "BUSY_MS", "DatabaseFailure", "Engine", "Session", "connect", "folder_of", "is_disk_full", "open_session",
    "rows_changed", "skip_disk_sync",
]

# What the database raises when it cannot be reached or refuses a statement.
DatabaseFailure = SQLAlchemyError
BUSY_MS = 30_000
_POSTGRESQL_DISK_FULL = "53100"
# The number of threads is hardly limited (decision 27). A connection to a file is cheap, so most threads get one at
# once, a few stay open, and a request that waits longer than this gets an error page.
_POOL, _MORE, _POOL_SECONDS = 16, 112, database_waits.POOL_SECONDS
# SQLite's defaults would lose data, or fail instead of waiting.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
)
# Compiling a plan takes longer than a page's query; locks and lost servers end in an error instead of a hang.
_POSTGRESQL = "-c jit=off -c lock_timeout=20s -c statement_timeout=60s -c timezone=UTC"


def connect(url: str) -> Engine:
    """The engine for `url` (`sqlite:///...` or `postgresql://...`)."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(
            address, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True,
            pool_size=_POOL, max_overflow=_MORE, pool_timeout=_POOL_SECONDS,
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(
        address, hide_parameters=True, pool_pre_ping=True, pool_size=20, max_overflow=20, pool_timeout=_POOL_SECONDS,
        connect_args={"options": _POSTGRESQL},
    )
    event.listen(engine, "do_connect", _connect_bounded)
    return engine


def _connect_bounded(_dialect: object, _record: object, arguments: Any, parameters: Any) -> Any:
    return database_waits.connect(*arguments, **parameters)


def _prepare(connection: Any, _: object) -> None:
    # The driver starts no transaction of its own; `_begin` does.
    connection.isolation_level = None
    # PostgreSQL has a function of the same name from the migrations; SQLite's lower() knows English only.
    connection.create_function("fold", 1, lambda text: None if text is None else fold_text(text), deterministic=True)
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def skip_disk_sync(engine: Engine) -> None:
    """Let SQLite not wait for the disk: for a database that can be made again after a power failure."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))


def open_session(engine: Engine, *, writes: bool = False) -> Session:
    """A session. With `writes` it takes SQLite's write lock at its start: a later upgrade of the lock could fail."""
    return Session(engine.execution_options(writes=True) if writes else engine, expire_on_commit=False)


def rows_changed(session: Session, statement: UpdateBase) -> int:
    """Run an UPDATE or DELETE and return how many rows it changed."""
    result = session.execute(statement)
    if not isinstance(result, CursorResult):
        raise TypeError("Only a statement that changes rows counts them.")
    return result.rowcount


def is_disk_full(error: BaseException) -> bool:
    """Whether there was no room to write: for a file, for SQLite, or for PostgreSQL."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or getattr(
        cause, "sqlstate", None
    ) == _POSTGRESQL_DISK_FULL


def folder_of(url: str) -> Path | None:
    """The folder of a SQLite database, None for a server."""
    address = make_url(url)
    return Path(address.database).parent if address.get_backend_name() == "sqlite" and address.database else None
