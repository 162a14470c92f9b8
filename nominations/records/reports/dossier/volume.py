"""The volume of a dossier: the award's own documents first, then attachments and letters, each with a bookmark.

A file that cannot be bound is left out and named: a text document, an encrypted PDF, a damaged one.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from nominations.core.settings import Settings
from nominations.documents.adapters.merge import Leaf, Unbindable, bind_volume
from nominations.files.adapters.thumbnails import PICTURES
from nominations.records.queries.dossier_pieces import Piece
from nominations.records.reports.dossier.stored import open_local


@dataclass(frozen=True, slots=True)
class FiledPiece:
    """A file with its name in the dossier and the title of its bookmark."""

    piece: Piece
    name: str
    title: str


Leaves = list[tuple[Leaf, str]]


def list_leaves(filed: Iterable[FiledPiece], settings: Settings, stack: ExitStack) -> tuple[Leaves, list[str]]:
    """The released pictures and PDFs as leaves with their names, and the names of released files of other types."""
    leaves: Leaves = []
    others: list[str] = []
    for file in filed:
        is_picture = file.piece.media_type in PICTURES
        if not file.piece.is_ready:
            continue
        if not is_picture and file.piece.media_type != "application/pdf":
            others.append(file.name)
        elif path := open_local(file.piece, settings, stack):
            leaves.append((Leaf(file.title, path, picture=is_picture), file.name))
    return leaves, others


def bind_readable(own: Sequence[Leaf], others: Leaves, target: Path, title: str, language: str) -> list[str]:
    """Write the volume and return the names of files that were left out because they cannot be read.

    Raises `Unbindable` where one of the award's own documents cannot be bound.
    """
    remaining, unreadable = list(others), []
    while True:
        try:
            bind_volume([*own, *(leaf for leaf, _name in remaining)], target, title=title, language=language)
        except Unbindable as error:
            if not remaining:
                raise
            at = error.leaf - len(own) if error.leaf is not None else -1
            dropped = [remaining.pop(at)] if 0 <= at < len(remaining) else remaining
            unreadable += [name for _leaf, name in dropped]
            remaining = [] if dropped is remaining else remaining
        else:
            return unreadable
