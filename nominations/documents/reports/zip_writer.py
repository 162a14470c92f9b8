"""Writes a ZIP entry by entry, into a file and not in memory."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, Self
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from nominations.files.adapters.store import CHUNK

_PLAIN_FILE = 0o100644 << 16


class Package:
    """A ZIP being written, as a context manager that ends it. Every entry gets the time `at`."""

    def __init__(self, target: BinaryIO, at: datetime, method: int = ZIP_STORED) -> None:
        self._archive, self._at, self._method = ZipFile(target, "w", method), at, method

    def write(self, name: str, pieces: Iterable[bytes]) -> str:
        """Write one entry, piece by piece, and return the SHA-256 of its content."""
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
    """The content of an open file in blocks; closes the file at the end."""
    with stream:
        while piece := stream.read(CHUNK):
            yield piece
