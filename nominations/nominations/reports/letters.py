"""Letters of reference that were typed into the page of a private link, as a document."""

from dataclasses import dataclass
from datetime import datetime

from nominations.documents.reports.frame import Front, render_html


@dataclass(frozen=True, slots=True)
class LetterText:
    """One letter, word for word, with who wrote it."""

    name: str
    role: str
    kind: str
    received_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class LettersReport:
    """The letters about one nomination, in the order they came."""

    front: Front
    reference: str
    title: str
    letters: tuple[LetterText, ...]


def render_letters(report: LettersReport, language: str) -> str:
    """The letters in `language`; their text stays as it was written."""
    return render_html("letters.html", language, report=report, front=report.front)
