"""Checks every request before the application: gives it an id, requires a known host, and receives its body in time.

The body is received completely before the view starts, on disk when it is large: so the view's "now" is the instant at
which the request was complete (decision 1), and no database connection is held for a slow sender.
"""

import logging
import secrets
import shutil
from collections.abc import Callable, Iterable
from io import BytesIO
from threading import Semaphore
from typing import Any

from nominations.core import logs
from nominations.core.adapters import clock
from nominations.core.settings import Settings
from nominations.web.server.request_body import IN_MEMORY, MOST, MOST_OF_A_PART, PATIENCE, Body

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]

# Keys of the WSGI environment. The application answers a FAULT with the page of that status before anything else, and
# sets the ENDPOINT for the log. CUT marks a part of a file of which only the beginning was received.
FAULT = "nominations.body_fault"
CUT = "nominations.body_cut"
ENDPOINT = "nominations.endpoint"
REQUEST_ID = "nominations.request_id"
# The media type of a part of a file (tus): what was received counts, even if the connection broke.
PART_TYPE = "application/offset+octet-stream"

STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
_OPEN_TO_ANY_HOST = ("/healthz", "/readyz")
_log = logging.getLogger(__name__)


def protect(app: App, settings: Settings) -> App:
    """Wrap `app` in all of these checks."""
    app = PatientBody(app, settings)
    app = KnownHost(app, settings)
    return RequestLog(app, settings)


class RequestLog:
    """Gives each request an id and a line in the log, and removes the settings of the process from its environment."""

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
        began, status_sent = clock.monotonic(), [500]

        def start_with_number(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            status_sent[0] = int(status[:3])
            return start(status, [*headers, ("X-Request-ID", number)], *error)

        def end() -> None:
            took = round((clock.monotonic() - began) * 1000, 1)
            ids = {"method": environ["REQUEST_METHOD"][:10], "route": environ.get(ENDPOINT, "-")}
            _log.info("request", extra={"ids": {"request": number, **ids, "status": status_sent[0], "ms": took}})

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
    """The visitor's address: each known proxy appends one to the header; addresses before those may be forged."""
    addresses = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return addresses[-proxies] if 0 < proxies <= len(addresses) and addresses[-proxies] else environ.get(
        "REMOTE_ADDR", ""
    )


class _Ending:
    """A response in pieces that is logged when the last one was sent."""

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
    """Answers 400 to a request for an unknown host, whose name would otherwise appear in links and caches."""

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
        if environ["wsgi.url_scheme"] == "https":
            headers.append(("Strict-Transport-Security", STRICT_TRANSPORT))
        start("400 Bad Request", headers)
        return [b"This server does not answer for that name.\n"]


def _host(environ: Environ) -> str:
    host = environ.get("HTTP_HOST", "").lower()
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


class PatientBody:
    """Receives bodies that keep the least rate and stay within the limit; sets a FAULT for others.

    400: the sender disconnected; 408: too slow; 413: too large; 503: too many at once; 507: the disk is full.
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._folder = settings.data / "incoming"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._room = Semaphore(settings.bodies_at_once)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        chunked = "HTTP_TRANSFER_ENCODING" in environ
        content_length = environ.get("CONTENT_LENGTH") or ""
        if not chunked and content_length in ("", "0"):
            return self._app(environ, start)
        if content_length and not (content_length.isascii() and content_length.isdigit()):
            return self._refuse(400, environ, start)
        limit, length = self._limit(environ), int(content_length) if content_length and not chunked else None
        if length is not None and length > limit * PATIENCE:
            return self._refuse(413, environ, start)
        if not self._has_disk(limit if length is None else length):
            _log.error("disk.reserve")
            return self._refuse(507, environ, start)
        if not self._room.acquire(blocking=False):
            _log.warning("body.crowd")
            return self._refuse(503, environ, start)
        most = MOST_OF_A_PART if _is_part(environ) else MOST
        body = Body(environ["wsgi.input"], limit, length, self._folder, self._room.release, most)
        fault = body.arrive(self._settings.body_rate, self._settings.body_stretch_seconds)
        if fault and not (fault in (400, 408) and body.written and _is_part(environ)):
            body.kept.close()
            _log.info("body.refused", extra={"ids": {"status": fault, "received": body.received}})
            return self._refuse(fault, environ, start)
        if fault:
            environ[CUT], start = fault, _closing(start)
        body.kept.seek(0)
        environ["wsgi.input"] = body.kept
        environ["CONTENT_LENGTH"] = str(body.written)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        try:
            return self._app(environ, start)
        finally:
            body.kept.close()

    def _has_disk(self, size: int) -> bool:
        """Whether a body may go to the disk: what is kept in reserve is for the database, so that people still sign in,
        read and save texts while the disk is full."""
        if size <= IN_MEMORY:
            return True
        return shutil.disk_usage(self._folder).free - size >= self._settings.disk_reserve_bytes

    def _limit(self, environ: Environ) -> int:
        """The limit in bytes: that of files for a request with a session, that of forms otherwise. What the view
        expects is checked later."""
        kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        is_plain = kind in ("application/x-www-form-urlencoded", "application/json", "text/plain")
        has_session = "HTTP_COOKIE" in environ
        return self._settings.upload_bytes if has_session and not is_plain else self._settings.form_bytes

    def _refuse(self, status: int, environ: Environ, start: Start) -> Iterable[bytes]:
        """Have the application answer with the error page, in the reader's language, and end the connection."""
        environ |= {FAULT: status, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._app(environ, _closing(start))


def _is_part(environ: Environ) -> bool:
    """Whether the request is a part of a file of which a beginning can be kept: one without a checksum of the whole."""
    is_part = environ["REQUEST_METHOD"] == "PATCH" and environ.get("CONTENT_TYPE", "") == PART_TYPE
    return is_part and "HTTP_UPLOAD_CHECKSUM" not in environ


def _closing(start: Start) -> Start:
    return lambda status, headers, *error: start(status, [*headers, ("Connection", "close")], *error)
