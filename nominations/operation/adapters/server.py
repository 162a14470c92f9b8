"""The embedded web server: processes that answer, and one worker beside them that is started again when it ends.

Threads are practically unlimited: a view gets its thread before the body has arrived, so that with few threads a
handful of slow connections would block everybody else (decision 27). `request_limits` bounds the time of a body.
"""

import logging
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from functools import partial

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from nominations.core import logs
from nominations.core.settings import Settings
from nominations.web.server.concurrency_limit import ConcurrencyLimit
from nominations.web.server.request_limits import App, Environ, protect

_BACKLOG = 2048
_log = logging.getLogger(__name__)


def _know_nobody(app: App, environ: Environ) -> str:
    return ""


def serve(
    settings: Settings, make_app: Callable[[Settings], App], *, know: Callable[[App, Environ], str] = _know_nobody,
    worker: Sequence[str] = (),
) -> None:
    """Serve what `make_app` (a function of a module) makes in each process, with the command `worker` beside it. `know`
    names the session of a request.

    Returns after SIGTERM or SIGINT, when the requests that had begun are answered or `stop_seconds` are over.
    Raises SystemExit(1) when the processes cannot be kept alive.
    """
    logs.set_up(settings)
    server = Granian(
        "nominations",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=settings.header_seconds * 1000),
        websockets=False,
        backlog=_BACKLOG,
        backpressure=_BACKLOG,
        blocking_threads=_BACKLOG,
        log_level=LogLevels.warning,
        log_dictconfig=logs.granian_config(settings),
        respawn_failed_workers=True,
        workers_kill_timeout=settings.stop_seconds,
    )
    if worker:
        companion = Companion(worker, settings.stop_seconds)
        server.on_startup(companion.start)
        server.on_shutdown(companion.stop)
    server.serve(target_loader=partial(_load, settings, make_app, know), wrap_loader=False)


def _load(settings: Settings, make_app: Callable[[Settings], App], know: Callable[[App, Environ], str]) -> App:
    """Make the application; runs in each web process after its start."""
    # Ctrl-C reaches every process of the terminal; a second signal from the parent while the first is handled would
    # leave the process waiting for itself. So only the parent stops the others.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    logs.set_up(settings)
    app = make_app(settings)
    return protect(ConcurrencyLimit(app), settings, partial(know, app))


class Companion:
    """A process that is started again whenever it ends, until `stop`."""

    def __init__(self, command: Sequence[str], stop_seconds: int) -> None:
        self._command = list(command)
        self._stop_seconds = stop_seconds
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="companion", daemon=True)

    def start(self) -> None:
        self._process = self._spawn()
        self._keeper.start()

    def stop(self) -> None:
        """Ask it to end, wait, and end it."""
        self._stopping.set()
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(self._stop_seconds + 2)
        except subprocess.TimeoutExpired:
            _log.warning("worker.killed")
            self._process.kill()
            self._process.wait()
        self._keeper.join(2)

    def _spawn(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches this process alone, which stops the other after the web processes.
        return subprocess.Popen(self._command, start_new_session=True)

    def _keep(self) -> None:
        while not self._stopping.is_set() and self._process is not None:
            code = self._process.wait()
            if self._stopping.wait(1):
                return
            _log.error("worker.died", extra={"ids": {"code": code}})
            self._process = self._spawn()
