"""A reviewer's own documents: their reviews, and the certificate of their service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from nominations.documents.reports.frame import Criterion, Front, criterion_weights, render_html
from nominations.editions.rules import edition
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Marks


@dataclass(frozen=True, slots=True)
class OwnCard:
    """One card as its reviewer wrote it; texts that are already in the language of the report are words."""

    reference: str
    title: str
    category: str
    round: str
    country: str
    criteria: tuple[Criterion, ...]
    marks: Marks
    reasons: Mapping[str, str]
    texts: tuple[tuple[str, str], ...]  # heading and words
    recommendation: str
    confidence: str = ""
    needs_visit: bool = False
    submitted_at: datetime | None = None
    top: int = edition.TOP

    @property
    def total(self) -> Fraction | None:
        """Out of 100; None where not every criterion has its mark."""
        return scoring.review_score(self.marks, criterion_weights(self.criteria), self.top).value


@dataclass(frozen=True, slots=True)
class OwnReviews:
    """The cards of one reviewer, by reference."""

    front: Front
    reviewer: str
    cards: tuple[OwnCard, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """That somebody reviewed: how many files, when, for which award; no file is named."""

    front: Front
    reviewer: str
    files: int
    began_on: date | None
    ended_on: date | None
    organisers: tuple[str, ...]
    made_on: date


def reviews_as_html(report: OwnReviews, language: str) -> str:
    """The reviews in `language`; what was written stays as it was written."""
    return render_html(
        "own_reviews.html", language, report=report, front=report.front, rounded=scoring.round_half_up,
    )


def certificate_as_html(certificate: Certificate, language: str) -> str:
    """One page, A4 landscape."""
    return render_html("certificate.html", language, certificate=certificate, front=certificate.front)
