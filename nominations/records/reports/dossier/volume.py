"""The volume of a dossier: our own papers first, then attachments and letters, each behind its bookmark.

What cannot be bound is left out and named: a text document, a locked PDF, one that its reader cannot open.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from nominations.core.settings import Settings
from nominations.documents.adapters.merge import Leaf, Unbindable, bind_volume
from nominations.files.adapters.thumbnails import PICTURES
from nominations.records.queries.dossier_pieces import Piece
from nominations.records.reports.dossier.stored import on_disk


@dataclass(frozen=True, slots=True)
class FiledPiece:
    """A file with its name in the dossier and its bookmark."""

    piece: Piece
    name: str
    title: str


Leaves = list[tuple[Leaf, str]]


def leaves_of(filed: Iterable[FiledPiece], settings: Settings, held: ExitStack) -> tuple[Leaves, list[str]]:
    """The released files as leaves with their names, and the names of those of another type."""
    leaves: Leaves = []
    left: list[str] = []
    for file in filed:
        is_picture = file.piece.media_type in PICTURES
        if not file.piece.is_ready:
            continue
        if not is_picture and file.piece.media_type != "application/pdf":
            left.append(file.name)
        elif path := on_disk(file.piece, settings, held):
            leaves.append((Leaf(file.title, path, picture=is_picture), file.name))
    return leaves, left


def bind_readable(own: Sequence[Leaf], others: Leaves, target: Path, title: str, language: str) -> list[str]:
    """Write the volume; the names of what was left out because it cannot be read. Raises `RenderingFailed`."""
    remaining, left = list(others), []
    while True:
        try:
            bind_volume([*own, *(leaf for leaf, _name in remaining)], target, title=title, language=language)
        except Unbindable as error:
            if not remaining:
                raise
            at = error.leaf - len(own) if error.leaf is not None else -1
            dropped = [remaining.pop(at)] if 0 <= at < len(remaining) else remaining
            left += [name for _leaf, name in dropped]
            remaining = [] if dropped is remaining else remaining
        else:
            return left
