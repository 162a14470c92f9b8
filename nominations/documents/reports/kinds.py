"""What making a document is: read first, then the slow half, which holds no lock and needs no database."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from nominations.core.tables import Document
from nominations.core.work import Work

Tell = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """What is made as a part of something larger tells nothing of its own."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document: bytes or an open temporary file, its name, and the source its input hash is made over."""

    content: bytes | BinaryIO
    name: str
    source: bytes

    def stream(self) -> BinaryIO:
        """The content from its beginning."""
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        self.content.seek(0)
        return self.content

    @property
    def size(self) -> int:
        """How many bytes there are."""
        if isinstance(self.content, bytes):
            return len(self.content)
        return self.content.seek(0, io.SEEK_END)


@dataclass(frozen=True, slots=True)
class Maker:
    """How a kind of document is made.

    `collect` reads in the eyes of whom it is for and returns the slow half, which needs no database any more:
    while it runs, nobody waits for a lock.
    """

    ending: str
    media_type: str
    collect: Callable[[Work, Document], Callable[[Tell], Made]]
