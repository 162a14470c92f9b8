"""Writing a ZIP entry by entry: it grows in a file, never in memory."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, Self
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from nominations.files.adapters.store import CHUNK

_PLAIN_FILE = 0o100644 << 16


class Package:
    """A ZIP being written. `at` is the instant that stands on every entry; leaving it ends the ZIP."""

    def __init__(self, target: BinaryIO, at: datetime, method: int = ZIP_STORED) -> None:
        self._archive, self._at, self._method = ZipFile(target, "w", method), at, method

    def write(self, name: str, pieces: Iterable[bytes]) -> str:
        """One entry, piece by piece; the SHA-256 of its content."""
        digest = hashlib.sha256()
        entry = ZipInfo(name, self._at.timetuple()[:6])
        entry.external_attr, entry.compress_type = _PLAIN_FILE, self._method
        with self._archive.open(entry, "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                target.write(piece)
        return digest.hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._archive.close()


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """An open file in blocks; closes it."""
    with stream:
        while piece := stream.read(CHUNK):
            yield piece
