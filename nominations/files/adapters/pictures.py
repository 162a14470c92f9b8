"""Makes copies of pictures for people other than their owner: the same pixels without place, time or camera.

Nothing is decoded: segments are left out, so the copy is as good as the original and takes milliseconds.
"""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

from nominations.files.adapters.bad_file import BadFile, Fault

_ORIENTATION = 274
# JFIF, colour profiles (APP2) and Adobe's colour transform (APP14) change how the picture looks; they stay.
_APPS_AND_COMMENTS = {*range(0xE0, 0xF0), 0xFE}
_KEPT_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_KEPT_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def strip_metadata(path: Path) -> bytes:
    """The inspected JPEG or PNG at `path` without its metadata, except its orientation. Raises `BadFile`."""
    content = path.read_bytes()
    try:
        if content.startswith(b"\x89PNG"):
            return content[:8] + b"".join(_png(content))
        return content[:2] + _orientation_segment(path) + b"".join(_jpeg(content))
    except (struct.error, IndexError, OSError, SyntaxError):
        raise BadFile(Fault.BROKEN) from None


def _orientation_segment(path: Path) -> bytes:
    """An Exif segment with nothing but the orientation; empty where the picture is upright."""
    from PIL import Image

    with Image.open(path, formats=["JPEG"]) as image:
        turn = image.getexif().get(_ORIENTATION, 1)
    if turn not in range(2, 9):
        return b""
    body = b"Exif\0\0" + struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    return struct.pack(">HH", 0xFFE1, len(body) + 2) + body


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The segments that are needed to show the picture, up to its end marker; data that phones append is left out."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise BadFile(Fault.BROKEN)
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield content[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == 0xDA:
            next_marker = _NEXT_MARKER.search(content, end)
            if next_marker is None:
                raise BadFile(Fault.BROKEN)
            end = next_marker.start()
        if marker not in _APPS_AND_COMMENTS or _is_kept(marker, content, at):
            yield content[at:end]
        at = end


def _is_kept(marker: int, content: bytes, at: int) -> bool:
    return marker in _KEPT_APPS and content.startswith(_KEPT_APPS[marker], at + 4)


def _png(content: bytes) -> Iterator[bytes]:
    at, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if name in _KEPT_CHUNKS:
            yield content[at:end]
        at = end
