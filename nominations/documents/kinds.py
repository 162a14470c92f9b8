"""Defines what a kind of document is: its title, who may have it, and how it is made. Each package registers its own.

A document is made in two steps: `collect` reads the database with the rights of the person that the document is for;
the function that it returns renders the document, which is slow, and needs neither a lock nor the database.
"""

import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from nominations.core.registry import Registry
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Document
from nominations.core.work import Work

PDF, ZIP = "application/pdf", "application/zip"
# The act of the ledger that commits to a finished document with a code.
FINISHED = "finish_document"
# Called with the number of finished parts and the number of all parts.
Progress = Callable[[int, int], None]


def ignore_progress(done: int, total: int) -> None:
    """A `Progress` for documents that are made as a part of another."""


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A finished document: bytes or an open temporary file, its name, and the source for its input hash."""

    content: bytes | BinaryIO
    name: str
    source: bytes

    def stream(self) -> BinaryIO:
        """The content from its beginning."""
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        self.content.seek(0)
        return self.content

    def save(self, path: Path) -> None:
        """Write the content to a file."""
        with path.open("wb") as target:
            shutil.copyfileobj(self.stream(), target)

    @property
    def size(self) -> int:
        """The number of bytes."""
        if isinstance(self.content, bytes):
            return len(self.content)
        return self.content.seek(0, io.SEEK_END)


class Subject(StrEnum):
    """What a document is about."""

    NOMINATION = "nomination"
    ROUND = "round"
    EDITION = "edition"
    PERSON = "person"


class Code(StrEnum):
    """Which code a document carries, with which anybody can check it."""

    NONE = "none"
    OWN = "own"  # a newer document of the same series supersedes it
    SINGLE = "single"  # one of its own that nothing supersedes: it holds what its reader could see at that instant
    RECEIPT = "receipt"  # that of the submission's receipt
    OF_RECEIPT = "of_receipt"  # one of its own, superseded together with the receipt


def always(work: Work, document: Document) -> None:
    """A `recheck` that checks nothing beyond the rights."""


def no_choices(work: Work) -> Mapping[str, Any]:
    """A `choices` that adds nothing."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """One kind of document.

    `rights` are checked when the document is requested and at every download: each of them that the actor's role has at
    all must hold for the subject. `recheck` raises `Refused` where something else has closed the document meanwhile.
    `choices` adds values that are fixed at the request. `back` is the endpoint that the page of the document links back
    to, where that is not the page of its subject.
    """

    title: object
    extension: str
    media_type: str
    collect: Callable[[Work, Document], Callable[[Progress], MadeDocument]]
    subject: Subject
    rights: tuple[Action, ...] = ()
    code: Code = Code.NONE
    recheck: Callable[[Work, Document], None] = always
    choices: Callable[[Work], Mapping[str, Any]] = no_choices
    back: str = ""


KINDS: Registry[DocumentKind] = Registry("kinds of document")
# Called for every document at every download; each raises `Refused` where the document is closed to the reader.
RECHECKS: Registry[Callable[[Work, Document], None]] = Registry("checks of documents")
