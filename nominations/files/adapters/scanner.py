"""The virus scanner: asks a clamd over its socket whether there is anything in a content (its command INSTREAM).

It says what was found, or that nothing was; whatever else happens is `Away`, and proves nothing.
"""

import re
import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

from nominations.core.adapters import clock
from nominations.core.settings import BadSettings, Settings

_ANSWER = re.compile(rb"stream: (?:(?P<clean>OK)|(?P<found>.+) FOUND)\0?\n?", re.DOTALL)
_LONGEST_ANSWER = 4096
_NAME = re.compile(r"[^\w.()\-+/: ]")


class ScannerUnavailable(OSError):
    """The scanner does not answer, hangs up, takes too long or says something that is neither yes nor no."""


def scan_content(pieces: Iterable[bytes], settings: Settings) -> str:
    """The name of what was found in the content; empty if nothing was. Raises `Away`, also when it takes too long."""
    ends = clock.monotonic() + settings.scanner_seconds
    try:
        with _line(settings) as line:
            _send(line, b"zINSTREAM\0", ends)
            for piece in pieces:
                _send(line, struct.pack(">I", len(piece)) + piece, ends)
            _send(line, struct.pack(">I", 0), ends)
            answer = _receive(line, ends)
    except OSError as error:
        raise ScannerUnavailable(f"{type(error).__name__}: {error}") from error
    verdict = _ANSWER.fullmatch(answer)
    if verdict is None:
        raise ScannerUnavailable(f"It answered {answer[:200]!r}.")
    return "" if verdict["clean"] else _NAME.sub("?", verdict["found"].decode("utf-8", "replace"))[:200] or "?"


def _line(settings: Settings) -> socket.socket:
    address = urlsplit(settings.scanner_url)
    if address.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(settings.scanner_seconds)
            line.connect(address.path)
        except OSError:
            line.close()
            raise
        return line
    if address.scheme == "tcp" and address.hostname and address.port:
        return socket.create_connection((address.hostname, address.port), timeout=settings.scanner_seconds)
    raise BadSettings("NOMINATIONS_SCANNER_URL is like unix:///run/clamav/clamd.ctl or tcp://127.0.0.1:3310.")


def _send(line: socket.socket, what: bytes, ends: float) -> None:
    line.settimeout(_left(ends))
    line.sendall(what)


def _receive(line: socket.socket, ends: float) -> bytes:
    """The answer up to its end: a NUL, or the end of the line."""
    received = b""
    while not received.endswith(b"\0") and len(received) < _LONGEST_ANSWER:
        line.settimeout(_left(ends))
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received


def _left(ends: float) -> float:
    left = ends - clock.monotonic()
    if left <= 0:
        raise TimeoutError("It takes too long.")
    return left
