"""A nomination as a document: every answer in order, its tables, its attachments and small pictures."""

import base64
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nominations.documents.reports.frame import Front, render_html

LARGEST_THUMBNAIL = 400_000  # bytes; a larger one is named but not shown
MOST_THUMBNAILS = 24
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class Shape(StrEnum):
    """How an answer is set on the page."""

    TEXT = "text"
    LINES = "lines"  # several short values: choices, countries
    PAIRS = "pairs"  # the parts of a group
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what was answered: every value is text as the reader should see it."""

    question: str
    shape: Shape
    text: str = ""
    lines: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.text.strip() or self.lines or self.pairs or self.rows)


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the form."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the nomination; `thumbnail` is a small JPEG or PNG, or nothing."""

    name: str
    kind: str
    octets: int
    caption: str = ""
    credit: str = ""
    thumbnail: bytes = b""


@dataclass(frozen=True, slots=True)
class NominationReport:
    """Everything to print. `submitted_at` and `content_hash` are empty for a draft, and the page says so."""

    front: Front
    reference: str
    title: str
    category: str
    owner: str
    sections: tuple[Section, ...]
    attachments: tuple[Attachment, ...] = ()
    declarations: tuple[str, ...] = ()
    submitted_at: datetime | None = None
    version: int | None = None
    content_hash: str = ""


def render_nomination(report: NominationReport, language: str) -> str:
    """The nomination in `language`; the answers stay as they were written."""
    shown = [
        (attachment, picture) for attachment in report.attachments if (picture := as_picture(attachment.thumbnail))
    ]
    return render_html(
        "nomination.html", language, report=report, front=report.front, pictures=shown[:MOST_THUMBNAILS]
    )


def as_picture(content: bytes) -> str:
    """A data URI for a small JPEG or PNG; nothing for anything else."""
    if len(content) > LARGEST_THUMBNAIL:
        return ""
    kind = next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), "")
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}" if kind else ""
