"""Asks the virus scanner clamd over its socket whether a content is clean (its command INSTREAM).

Anything but a definite answer raises `ScannerUnavailable`: it does not prove that the content is clean.
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
    """The scanner cannot be reached, ends the connection, takes too long or answers something unknown."""


def scan_content(pieces: Iterable[bytes], settings: Settings) -> str:
    """The name of the threat in the content; empty if it is clean. Raises `ScannerUnavailable`."""
    ends = clock.monotonic() + settings.scanner_seconds
    try:
        with _connect(settings) as line:
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


def _connect(settings: Settings) -> socket.socket:
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


def _send(line: socket.socket, content: bytes, ends: float) -> None:
    line.settimeout(_remaining_seconds(ends))
    line.sendall(content)


def _receive(line: socket.socket, ends: float) -> bytes:
    """The answer up to its end: a NUL, or the end of the connection."""
    received = b""
    while not received.endswith(b"\0") and len(received) < _LONGEST_ANSWER:
        line.settimeout(_remaining_seconds(ends))
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received


def _remaining_seconds(ends: float) -> float:
    remaining = ends - clock.monotonic()
    if remaining <= 0:
        raise TimeoutError("It takes too long.")
    return remaining
