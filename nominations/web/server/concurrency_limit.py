"""Pages are made a few at a time in each process.

Threads of one process share one interpreter: the more of them make a page at once, the more they stand in each
other's way, and all of them answer later. Whoever waits here holds nothing, no connection and no lock.
"""

from collections.abc import Iterable
from threading import Semaphore

from nominations.web.server.request_limits import App, Environ, Start

_AT_ONCE = 4
# A page that waits for something else, such as a child process, keeps its turn; the others do not wait for it longer.
_PATIENCE_SECONDS = 2.0


class ConcurrencyLimit:
    """Lets readers into `app` a few at a time.

    Those who write have no turns: they wait for each other at the database, and would keep the readers waiting too.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._turns = Semaphore(_AT_ONCE)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start)
        has_turn = self._turns.acquire(timeout=_PATIENCE_SECONDS)
        try:
            return self._app(environ, start)
        finally:
            if has_turn:
                self._turns.release()
