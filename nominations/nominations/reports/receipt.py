"""The receipt of a submission: what was received, when, and how anyone can check it."""

from dataclasses import dataclass
from datetime import datetime

from nominations.documents.reports.frame import Front, render_html


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file as it was received."""

    name: str
    kind: str
    octets: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReceivedLetter:
    """A letter that came by private link: from whom and the SHA-256 of what was sent, never its name or content."""

    name: str
    kind: str
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant keeps. `content_hash` is the submission's SHA-256; its first 12 characters are its code."""

    front: Front
    reference: str
    title: str
    category: str
    owner: str
    submitted_at: datetime
    version: int
    content_hash: str
    files: tuple[ReceivedFile, ...]
    closes_at: datetime | None = None
    next_steps: tuple[str, ...] = ()
    letters: tuple[ReceivedLetter, ...] = ()


def render_receipt(receipt: Receipt, language: str) -> str:
    """The receipt in `language`."""
    return render_html("receipt.html", language, receipt=receipt, front=receipt.front)
