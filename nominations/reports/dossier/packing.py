"""Writing a dossier's ZIP entry by entry: it grows in a file, never in memory, and lists the SHA-256 of each."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from nominations.adapters.file_names import clean_name
from nominations.adapters.files import CHUNK
from nominations.domain.dossier import MANIFEST
from nominations.queries.dossier_pieces import Piece

_PLAIN_FILE = 0o100644 << 16


class Package:
    """A ZIP being written. `at` is the instant that stands on every entry."""

    def __init__(self, target: BinaryIO, at: datetime) -> None:
        self._archive, self._at = ZipFile(target, "w", ZIP_STORED), at
        self._listed: list[str] = []

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """One entry, piece by piece."""
        digest = hashlib.sha256()
        entry = ZipInfo(name, self._at.timetuple()[:6])
        entry.external_attr = _PLAIN_FILE
        with self._archive.open(entry, "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                target.write(piece)
        self._listed.append(f"{digest.hexdigest()}  {name}\n")

    def close(self) -> bytes:
        """Write the list of all entries, end the ZIP, and return the list."""
        manifest = "".join(self._listed).encode()
        entry = ZipInfo(MANIFEST, self._at.timetuple()[:6])
        entry.external_attr = _PLAIN_FILE
        self._archive.writestr(entry, manifest)
        self._archive.close()
        return manifest


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """An open file in blocks; closes it."""
    with stream:
        while piece := stream.read(CHUNK):
            yield piece


def names(pieces: Iterable[Piece], folder: str) -> list[str]:
    """Folder by kind, then the owner's own name; a number goes before the second of the same name."""
    taken: set[str] = set()
    found = []
    for piece in pieces:
        own, number = clean_name(piece.name), 1
        name = f"{folder}/{piece.kind}/{own}"
        while name.casefold() in taken:
            number += 1
            name = f"{folder}/{piece.kind}/{number} {own}"
        taken.add(name.casefold())
        found.append(name)
    return found
