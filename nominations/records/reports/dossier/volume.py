"""The volume of a dossier: our own papers first, then attachments and letters, each behind its bookmark.

What cannot be bound is left out and named: a text document, a locked PDF, one that its reader cannot open.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from nominations.core.settings import Settings
from nominations.documents.adapters.merge import Leaf, Unbindable, bind
from nominations.files.adapters.thumbnails import PICTURES
from nominations.records.queries.dossier_pieces import Piece
from nominations.records.reports.dossier.stored import on_disk


@dataclass(frozen=True, slots=True)
class Filed:
    """A file with its name in the dossier and its bookmark."""

    piece: Piece
    name: str
    title: str


Leaves = list[tuple[Leaf, str]]


def leaves_of(filed: Iterable[Filed], settings: Settings, held: ExitStack) -> tuple[Leaves, list[str]]:
    """The released files as leaves with their names, and the names of those of another type."""
    leaves: Leaves = []
    left: list[str] = []
    for each in filed:
        is_picture = each.piece.media_type in PICTURES
        if not each.piece.is_ready:
            continue
        if not is_picture and each.piece.media_type != "application/pdf":
            left.append(each.name)
        elif path := on_disk(each.piece, settings, held):
            leaves.append((Leaf(each.title, path, picture=is_picture), each.name))
    return leaves, left


def bound(own: Sequence[Leaf], others: Leaves, target: Path, title: str, language: str) -> list[str]:
    """Write the volume; the names of what was left out because it cannot be read. Raises `RenderingFailed`."""
    standing, left = list(others), []
    while True:
        try:
            bind([*own, *(leaf for leaf, _name in standing)], target, title=title, language=language)
        except Unbindable as bad:
            if not standing:
                raise
            at = bad.leaf - len(own) if bad.leaf is not None else -1
            dropped = [standing.pop(at)] if 0 <= at < len(standing) else standing
            left += [name for _leaf, name in dropped]
            standing = [] if dropped is standing else standing
        else:
            return left
