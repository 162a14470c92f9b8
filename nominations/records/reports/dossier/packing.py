"""The ZIP of a dossier: it lists the SHA-256 of each entry, and names files as their owner did."""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from nominations.documents.reports import zip_writer
from nominations.files.adapters.file_names import clean_name
from nominations.records.queries.dossier_pieces import Piece
from nominations.records.rules.dossier import MANIFEST


class Package(zip_writer.Package):
    """A ZIP that ends with the list of its entries."""

    def __init__(self, target: BinaryIO, at: datetime) -> None:
        super().__init__(target, at)
        self._listed: list[str] = []

    def write(self, name: str, pieces: Iterable[bytes]) -> str:
        """One entry, piece by piece; the SHA-256 of its content, which the list will say too."""
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
    """Folder by kind, then the owner's own name; a number goes before the second of the same name."""
    taken: set[str] = set()
    names = []
    for piece in pieces:
        own, number = clean_name(piece.name), 1
        name = f"{folder}/{piece.kind}/{own}"
        while name.casefold() in taken:
            number += 1
            name = f"{folder}/{piece.kind}/{number} {own}"
        taken.add(name.casefold())
        names.append(name)
    return names
