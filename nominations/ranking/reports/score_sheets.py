"""The score sheet of one nomination, and the volume of all sheets of a category."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from nominations.documents.reports.frame import Criterion, Front, criterion_weights, render_html
from nominations.editions.rules import edition
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Marks, Standing


@dataclass(frozen=True, slots=True)
class SheetReview:
    """One reviewer's score card, unchanged. `reviewer` is a name or a letter, as the caller decided."""

    reviewer: str
    marks: Marks
    reasons: Mapping[str, str]
    comment: str
    strength: str
    weakness: str
    recommendation: str  # the word in the language of the report
    confidential_note: str = ""
    for_applicant: str = ""
    confidence: str = ""  # in the language of the report; empty where the reviewer gave none
    needs_visit: bool = False
    submitted_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """The reviews of one nomination in one round. Only submitted ones are shown; the others are counted."""

    reference: str
    title: str
    country: str
    category: str
    round: str
    criteria: tuple[Criterion, ...]
    reviews: tuple[SheetReview, ...]
    awaited: int = 0
    recused: int = 0
    undecided: int = 0  # a conflict of interest is to be decided first
    top: int = edition.TOP


@dataclass(frozen=True, slots=True)
class SheetReport:
    """One sheet as a document of its own; `confidential` prints the notes meant for the chair alone."""

    front: Front
    sheet: Sheet
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Volume:
    """All sheets of a category in one document, in the order given."""

    front: Front
    category: str
    round: str
    sheets: tuple[Sheet, ...]
    confidential: bool = False


def render_sheet(report: SheetReport, language: str) -> str:
    """The sheet in `language`."""
    return render_html(
        "sheet.html", language, report=report, front=report.front, sheet=report.sheet, standing=_standing, total=_total,
        rounded=scoring.round_half_up, enough=scoring.ENOUGH_REVIEWS,
    )


def render_volume(volume: Volume, language: str) -> str:
    """The volume in `language`: contents first, a bookmark for every sheet."""
    return render_html(
        "volume.html", language, report=volume, front=volume.front, standing=_standing, total=_total,
        rounded=scoring.round_half_up, enough=scoring.ENOUGH_REVIEWS,
    )


def _standing(sheet: Sheet) -> Standing:
    (standing,) = scoring.rank_files(
        {sheet.reference: [review.marks for review in sheet.reviews]}, criterion_weights(sheet.criteria), sheet.top
    )
    return standing


def _total(sheet: Sheet, review: SheetReview) -> Fraction | None:
    return scoring.review_score(review.marks, criterion_weights(sheet.criteria), sheet.top).value
