"""What every request passes before the application sees it: an id, a known host, a body that arrives in time.

The body is taken in whole, to disk when it is large, before the view starts: so the view's "now" is the instant
the request was complete (decision 1), and no database connection waits for somebody's slow line.
"""

import logging
import secrets
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from threading import Event, Semaphore, Thread
from typing import Any, BinaryIO

from nominations.adapters import clock, logs
from nominations.settings import Settings

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]

# Keys of the WSGI environment. The application answers a FAULT with the page of that status before anything else,
# and tells the ENDPOINT for the log.
FAULT = "nominations.body_fault"
ENDPOINT = "nominations.endpoint"
REQUEST_ID = "nominations.request_id"

_PIECE = 4096
_IN_MEMORY = 262_144
# A body this many times too large is not even listened to; a smaller one is, so that its sender sees the answer.
_PATIENCE = 8
_OPEN_TO_ANY_HOST = ("/healthz", "/readyz")
_log = logging.getLogger(__name__)


def protect(app: App, settings: Settings) -> App:
    """`app` behind all of it."""
    app = PatientBody(app, settings)
    app = KnownHost(app, settings)
    return Numbered(app, settings)


class Numbered:
    """Gives each request an id of its own and a line in the log, and takes the process's secrets out of its reach."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._scheme = "https" if settings.is_secure else None
        self._proxies = settings.proxies

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        # The server copies the process's environment into each request's.
        environ = {key: value for key, value in environ.items() if not key.startswith("NOMINATIONS_")}
        environ["wsgi.url_scheme"] = self._scheme or environ["wsgi.url_scheme"]
        environ["REMOTE_ADDR"] = _visitor(environ, self._proxies)
        number = environ[REQUEST_ID] = secrets.token_hex(8)
        token = logs.request_id.set(number)
        began, said = clock.monotonic(), [500]

        def start_with_number(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            said[0] = int(status[:3])
            return start(status, [*headers, ("X-Request-ID", number)], *error)

        def end() -> None:
            took = round((clock.monotonic() - began) * 1000, 1)
            ids = {"method": environ["REQUEST_METHOD"][:10], "route": environ.get(ENDPOINT, "-")}
            _log.info("request", extra={"ids": {"request": number, **ids, "status": said[0], "ms": took}})

        try:
            pieces = self._app(environ, start_with_number)
        except BaseException:
            end()
            raise
        finally:
            logs.request_id.reset(token)
        if isinstance(pieces, list | tuple):
            end()
            return pieces
        return _Ending(pieces, end)


def _visitor(environ: Environ, proxies: int) -> str:
    """The visitor's address: each proxy in front of us adds one at the end; what comes before is hearsay."""
    told = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return told[-proxies] if 0 < proxies <= len(told) and told[-proxies] else environ.get("REMOTE_ADDR", "")


class _Ending:
    """An answer that comes in pieces and is in the log when the last one has left."""

    def __init__(self, pieces: Iterable[bytes], end: Callable[[], None]) -> None:
        self._pieces = pieces
        self._next = iter(pieces).__next__
        self._end = end

    def __iter__(self) -> "_Ending":
        return self

    def __next__(self) -> bytes:
        return self._next()

    def close(self) -> None:
        try:
            if hasattr(self._pieces, "close"):
                self._pieces.close()
        finally:
            self._end()


class KnownHost:
    """400 for a host we do not answer for: its name would end in links and caches."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._hosts = {host.lower() for host in settings.trusted_hosts}

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] in _OPEN_TO_ANY_HOST or _host(environ) in self._hosts:
            return self._app(environ, start)
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
        ]
        start("400 Bad Request", headers)
        return [b"This server does not answer for that name.\n"]


def _host(environ: Environ) -> str:
    host = environ.get("HTTP_HOST", "").lower()
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


class PatientBody:
    """Takes bodies in while they bring the least rate and stay within the limit; else the app hears the FAULT.

    400: the sender went away; 408: too slow; 413: too large; 503: too many arrive at once; 507: the disk is full.
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._folder = settings.data / "incoming"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._room = Semaphore(settings.bodies_at_once)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        chunked = "HTTP_TRANSFER_ENCODING" in environ
        said = environ.get("CONTENT_LENGTH") or ""
        if not chunked and said in ("", "0"):
            return self._app(environ, start)
        if said and not (said.isascii() and said.isdigit()):
            return self._refuse(400, environ, start)
        limit, length = self._limit(environ), int(said) if said and not chunked else None
        if length is not None and length > limit * _PATIENCE:
            return self._refuse(413, environ, start)
        if not self._room.acquire(blocking=False):
            _log.warning("body.crowd")
            return self._refuse(503, environ, start)
        body = _Body(environ["wsgi.input"], limit, length, self._folder, self._room.release)
        fault = body.arrive(self._settings.body_rate, self._settings.body_stretch_seconds)
        if fault:
            _log.info("body.refused", extra={"ids": {"status": fault, "received": body.received}})
            return self._refuse(fault, environ, start)
        environ["wsgi.input"] = body.kept
        environ["CONTENT_LENGTH"] = str(body.received)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        try:
            return self._app(environ, start)
        finally:
            body.kept.close()

    def _limit(self, environ: Environ) -> int:
        """Files come from people who are signed in; what the form is for is checked later, this is the outer wall."""
        kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        is_plain = kind in ("application/x-www-form-urlencoded", "application/json", "text/plain")
        has_session = "HTTP_COOKIE" in environ
        return self._settings.upload_bytes if has_session and not is_plain else self._settings.form_bytes

    def _refuse(self, status: int, environ: Environ, start: Start) -> Iterable[bytes]:
        """Let the application say it, in the reader's language, with an empty body; and end the connection."""
        environ |= {FAULT: status, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._app(environ, _closing(start))


def _closing(start: Start) -> Start:
    return lambda status, headers, *error: start(status, [*headers, ("Connection", "close")], *error)


class _Body:
    """One body on its way. A thread of its own reads it, because a read cannot be given a time limit."""

    def __init__(
        self, source: BinaryIO, limit: int, length: int | None, folder: Path, done: Callable[[], object]
    ) -> None:
        self.received = 0
        self.kept = SpooledTemporaryFile(max_size=_IN_MEMORY, dir=folder)  # noqa: SIM115
        self._source = source
        self._limit = limit
        self._length = length
        self._done = done
        self._fault = 0
        self._ended = Event()
        self._is_given_up = False

    def arrive(self, rate: int, stretch: int) -> int:
        """Wait for the end. 0 if all is well, else the status to answer with; `kept` is open only when all is well."""
        Thread(target=self._read, name="body", daemon=True).start()
        before = 0
        while not self._ended.wait(stretch):
            if self.received - before < rate * stretch:
                # The thread may sleep in its read until the other side goes away; then it ends by itself.
                self._is_given_up = True
                return 408
            before = self.received
        if self._fault:
            self.kept.close()
            return self._fault
        self.kept.seek(0)
        return 0

    def _read(self) -> None:
        try:
            while not self._is_given_up and (piece := self._source.read(_PIECE)):
                self.received += len(piece)
                if self.received > self._limit * _PATIENCE:
                    break
                if self.received <= self._limit:
                    self.kept.write(piece)
            self._fault = self._verdict()
        except OSError as error:
            # Reading fails when the sender goes away, writing when the disk is full.
            self._fault = 507 if error.errno is not None else 400
        except ValueError:
            self._fault = 400
        finally:
            if self._is_given_up:
                self.kept.close()
            self._ended.set()
            self._done()

    def _verdict(self) -> int:
        if self.received > self._limit:
            return 413
        return 400 if self._length is not None and self.received != self._length else 0
