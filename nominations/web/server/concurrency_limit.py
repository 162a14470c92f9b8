"""Limits how many pages each process makes at once.

Threads of one process share one interpreter: the more of them make pages at once, the later all of them finish. A
request that waits here holds neither a connection nor a lock.
"""

from collections.abc import Iterable
from threading import Semaphore

from nominations.web.server.request_limits import App, Environ, Start

_CONCURRENT_PAGES = 4
# A page may itself wait, such as for a child process; the others do not wait for it longer than this.
_MAX_WAIT_SECONDS = 2.0


class ConcurrencyLimit:
    """Passes only a few GET requests to `app` at once.

    Requests that write are not limited here: they wait for each other in the database, and would block the others.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._turns = Semaphore(_CONCURRENT_PAGES)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start)
        has_turn = self._turns.acquire(timeout=_MAX_WAIT_SECONDS)
        try:
            return self._app(environ, start)
        finally:
            if has_turn:
                self._turns.release()
