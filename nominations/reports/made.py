"""What making a document takes and gives."""

from collections.abc import Callable
from dataclasses import dataclass

from nominations.models import Document
from nominations.work import Work

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document: its bytes, its file name, and the source its input hash is made over."""

    content: bytes
    name: str
    source: bytes


@dataclass(frozen=True, slots=True)
class Maker:
    """How a kind of document is made.

    `collect` reads in the eyes of whom it is for and returns the slow half, which needs no database any more:
    while it runs, nobody waits for a lock.
    """

    ending: str
    media_type: str
    collect: Callable[[Work, Document], Callable[[Tell], Made]]
