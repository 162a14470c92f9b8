"""The ZIP of a dossier: lists the SHA-256 of each entry and keeps the file names that applicants chose."""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from nominations.documents.reports import zip_writer
from nominations.files.adapters.file_names import clean_name
from nominations.records.queries.dossier_pieces import Piece
from nominations.records.rules.dossier import MANIFEST


class Package(zip_writer.Package):
    """A ZIP whose last entry is the list of all others."""

    def __init__(self, target: BinaryIO, at: datetime) -> None:
        super().__init__(target, at)
        self._listed: list[str] = []

    def write(self, name: str, pieces: Iterable[bytes]) -> str:
        """Write one entry, piece by piece, and add it to the list. Returns the SHA-256 of its content."""
        digest = super().write(name, pieces)
        self._listed.append(f"{digest}  {name}\n")
        return digest

    def close(self) -> bytes:
        """Write the list of all entries, end the ZIP, and return the list."""
        manifest = "".join(self._listed).encode()
        with self:
            super().write(MANIFEST, [manifest])
        return manifest


def name_entries(pieces: Iterable[Piece], folder: str) -> list[str]:
    """A path for each file: the folder, the kind and the owner's name for it; a repeated name gets a number."""
    taken: set[str] = set()
    names = []
    for piece in pieces:
        own_name, number = clean_name(piece.name), 1
        name = f"{folder}/{piece.kind}/{own_name}"
        while name.casefold() in taken:
            number += 1
            name = f"{folder}/{piece.kind}/{number} {own_name}"
        taken.add(name.casefold())
        names.append(name)
    return names
