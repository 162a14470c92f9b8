"""How long PostgreSQL is waited for: a server that accepts and then says nothing holds nobody for ever.

The server's own time-outs do not help where the line is dead or the machine behind it hangs. So every wait of a
connection is bounded here, and all waits of one request together.
"""

from contextvars import ContextVar
from typing import Any

import psycopg
from psycopg.errors import OperationalError

from nominations.core.adapters import clock

# Together with the wait for a connection of the pool less than ten seconds: then the page says 503.
REQUEST_SECONDS = 5.0
POOL_SECONDS = 4.0
# What the worker and the commands wait for one answer: a little longer than the server's own `statement_timeout`.
ANSWER_SECONDS = 70.0
CONNECT_SECONDS = 4
# A line on which nothing comes back is given up by the system as well.
LINE: dict[str, Any] = {
    "connect_timeout": CONNECT_SECONDS, "keepalives": 1, "keepalives_idle": 5, "keepalives_interval": 2,
    "keepalives_count": 2, "tcp_user_timeout": 8_000,
}
_left: ContextVar[float | None] = ContextVar("seconds_left", default=None)


def begin_request() -> None:
    """From here on this request may wait for the database so long, in all."""
    _left.set(REQUEST_SECONDS)


def end_request() -> None:
    """What follows in this thread is no request's."""
    _left.set(None)


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that is closed when an answer does not come in time; its pool then makes another."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        left = _left.get()
        limit = ANSWER_SECONDS if left is None else max(0.0, left)
        began = clock.monotonic()
        try:
            return super().wait(gen, interval, limit if timeout is None else min(timeout, limit))
        except psycopg.errors._WaitTimeout:
            if timeout is not None and timeout < limit:
                raise  # its caller asked for no more
            self.pgconn.finish()
            raise OperationalError("The database did not answer in time.") from None
        finally:
            if left is not None:
                _left.set(left - (clock.monotonic() - began))


def connect(*arguments: Any, **parameters: Any) -> BoundedConnection:
    """A new connection; none is tried for a request that has waited long enough."""
    left = _left.get()
    if left is not None and left <= 0:
        raise OperationalError("The database did not answer in time.")
    began = clock.monotonic()
    try:
        return BoundedConnection.connect(*arguments, **LINE | parameters)
    finally:
        if left is not None:
            _left.set(left - (clock.monotonic() - began))
