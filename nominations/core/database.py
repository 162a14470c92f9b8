"""The database: one engine per process, the same rules on SQLite and PostgreSQL. Knows no request."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, UpdateBase, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from nominations.core.rules.text.stored_text import fold

__all__ = [
    "BUSY_MS", "Away", "Engine", "Session", "connect", "folder_of", "hurry", "open_session", "rows_changed",
]

# What the database raises when it is away or refuses.
Away = SQLAlchemyError
BUSY_MS = 30_000
# Threads are as good as unlimited (decision 27): a connection to a file costs little, so most get one at once, a few
# are kept, and whoever waits longer than this is told to come back.
_POOL, _MORE, _POOL_SECONDS = 16, 112, 10
# A pragma for each way in which SQLite would lose or wait wrongly by default.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
)
# Plans of one page never pay for compiling them; locks and lost servers end in a message, not in a hang.
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
    return create_engine(
        address, hide_parameters=True, pool_pre_ping=True, pool_size=20, max_overflow=20, pool_timeout=_POOL_SECONDS,
        connect_args={"options": _POSTGRESQL, "connect_timeout": 5},
    )


def _prepare(connection: Any, _: object) -> None:
    # The driver starts no transaction of its own; `_begin` says which kind.
    connection.isolation_level = None
    # PostgreSQL knows letters by itself (core/queries/search_folding.py); SQLite's lower() knows only those of English.
    connection.create_function("fold", 1, lambda text: None if text is None else fold(text), deterministic=True)
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def hurry(engine: Engine) -> None:
    """Let SQLite not wait for the disk: for a database that, if the power fails, is made anew."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))


def open_session(engine: Engine, *, writes: bool = False) -> Session:
    """A session; one that will write takes SQLite's only write lock at once, so it never has to upgrade and fail."""
    return Session(engine.execution_options(writes=True) if writes else engine, expire_on_commit=False)


def rows_changed(session: Session, statement: UpdateBase) -> int:
    """Run an UPDATE or DELETE; how many rows it found."""
    result = session.execute(statement)
    if not isinstance(result, CursorResult):
        raise TypeError("Only a statement that changes rows counts them.")
    return result.rowcount


def folder_of(url: str) -> Path | None:
    """The folder of a SQLite database, None for a server."""
    address = make_url(url)
    return Path(address.database).parent if address.get_backend_name() == "sqlite" and address.database else None
