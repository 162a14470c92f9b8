"""Checks every request before the application: gives it an id, requires a known host, and receives its body in time.

The body is received completely before the view starts, on disk when it is large: so the view's "now" is the instant at
which the request was complete (decision 1), and no database connection is held for a slow sender.
"""

import logging
import secrets
import shutil
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from nominations.core import logs
from nominations.core.adapters import clock
from nominations.core.settings import Settings
from nominations.web.server.request_body import IN_MEMORY, MOST, MOST_OF_A_PART, PATIENCE, Body
from nominations.web.server.shares import Sender, Shares, address_share

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


def knows_nobody(environ: Environ) -> str:
    """Treat every sender as a visitor."""
    return ""


def protect(app: App, settings: Settings, know: Callable[[Environ], str] = knows_nobody) -> App:
    """Wrap `app` in all of these checks. `know` returns the stored session of a request, or an empty text."""
    app = PatientBody(app, settings, know)
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

    400: the sender disconnected; 408: too slow; 413: too large; 429: too many at once from this sender; 503: too many
    at once; 507: the disk is full.
    """

    def __init__(self, app: App, settings: Settings, know: Callable[[Environ], str]) -> None:
        self._app = app
        self._settings = settings
        self._know = know
        self._folder = settings.data / "incoming"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._shares = Shares(settings)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        chunked = "HTTP_TRANSFER_ENCODING" in environ
        content_length = environ.get("CONTENT_LENGTH") or ""
        if not chunked and content_length in ("", "0"):
            return self._app(environ, start)
        if content_length and not (content_length.isascii() and content_length.isdigit()):
            return self._refuse(400, environ, start)
        length = int(content_length) if content_length and not chunked else None
        sender = self._sender(environ)
        limit = self._limit(environ, sender)
        patience = PATIENCE if sender.is_known else 1
        if length is not None and length > limit * patience:
            return self._refuse(413, environ, start)
        if not self._has_disk(limit if length is None else length):
            _log.error("disk.reserve")
            return self._refuse(507, environ, start)
        place = self._shares.take(sender)
        if isinstance(place, int):
            _log.warning("body.crowd", extra={"ids": {"status": place}})
            return self._refuse(place, environ, start)
        return self._take_in(environ, start, sender, Body(
            environ["wsgi.input"], limit, length, self._folder, place,
            MOST_OF_A_PART if _is_part(environ) else MOST, patience,
        ))

    def _take_in(self, environ: Environ, start: Start, sender: Sender, body: Body) -> Iterable[bytes]:
        stretches = self._settings.visitor_stretches if not sender.is_known and _is_plain(environ) else None
        fault = body.arrive(
            self._settings.body_rate, self._settings.body_stretch_seconds, rises=not sender.is_known, most=stretches
        )
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

    def _sender(self, environ: Environ) -> Sender:
        session = self._know(environ) if "HTTP_COOKIE" in environ else ""
        if session:
            return Sender(session, is_known=True)
        return Sender(address_share(environ["REMOTE_ADDR"]), is_known=False)

    def _has_disk(self, size: int) -> bool:
        """Whether a body may go to the disk: what is kept in reserve is for the database, so that people still sign in,
        read and save texts while the disk is full."""
        if size <= IN_MEMORY:
            return True
        return shutil.disk_usage(self._folder).free - size >= self._settings.disk_reserve_bytes

    def _limit(self, environ: Environ, sender: Sender) -> int:
        """The limit in bytes: that of files for a request with a cookie, which holders of private links have as well,
        that of forms otherwise. What the view expects is checked later."""
        if _is_plain(environ):
            return self._settings.form_bytes if sender.is_known else self._settings.visitor_form_bytes
        return self._settings.upload_bytes if "HTTP_COOKIE" in environ else self._settings.visitor_form_bytes

    def _refuse(self, status: int, environ: Environ, start: Start) -> Iterable[bytes]:
        """Have the application answer with the error page, in the reader's language, and end the connection."""
        environ |= {FAULT: status, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._app(environ, _closing(start))


def _is_plain(environ: Environ) -> bool:
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    return kind in ("application/x-www-form-urlencoded", "application/json", "text/plain")


def _is_part(environ: Environ) -> bool:
    """Whether the request is a part of a file of which a beginning can be kept: one without a checksum of the whole."""
    is_part = environ["REQUEST_METHOD"] == "PATCH" and environ.get("CONTENT_TYPE", "") == PART_TYPE
    return is_part and "HTTP_UPLOAD_CHECKSUM" not in environ


def _closing(start: Start) -> Start:
    return lambda status, headers, *error: start(status, [*headers, ("Connection", "close")], *error)
