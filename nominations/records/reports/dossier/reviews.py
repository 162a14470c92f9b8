"""The reviews in a dossier: the score sheet of each round whose scores its reader may see, on paper and as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Round
from nominations.core.work import Work
from nominations.documents.reports.frame import criterion_weights
from nominations.ranking.queries import scores
from nominations.ranking.reports import score_sheets, score_tables
from nominations.ranking.reports.score_sheets import SheetReport, SheetReview
from nominations.records.queries.dossier_pieces import Dossier
from nominations.records.reports.dossier.data import instant
from nominations.records.rules.dossier import RECORDS_FORMAT
from nominations.rounds.queries import rounds
from nominations.rounds.rules import scoring


@dataclass(frozen=True, slots=True)
class RoundSheet:
    """A round's score sheet: the beginning of its name, its page, its data."""

    name: str
    title: str
    html: str
    data: dict[str, Any]


def load_sheets(work: Work, dossier: Dossier, language: str) -> Iterator[RoundSheet]:
    """By name for whoever may know the names (decision 9), otherwise by letter; only reviews that count."""
    for round_id in dossier.rounds:
        of = rounds.one(work, round_id, to=Action.REPORT)
        report = score_tables.load_score_sheet(
            work, round_id, dossier.nomination.id, language, named=scores.may_name(work)
        )
        yield RoundSheet(
            f"reviews/{of.code.value}-round", f"{report.sheet.round}", score_sheets.render_sheet(report, language),
            _data(dossier, of, report),
        )


def _data(dossier: Dossier, of: Round, report: SheetReport) -> dict[str, Any]:
    sheet = report.sheet
    heavy = criterion_weights(sheet.criteria)
    return {
        "format": RECORDS_FORMAT, "edition": dossier.edition.code, "reference": sheet.reference,
        "read_as": dossier.role,
        "round": of.code.value, "interim": of.closed_at is None, "awaited": sheet.awaited, "recused": sheet.recused,
        "undecided": sheet.undecided,
        "criteria": [
            {"key": criterion.key, "label": criterion.label, "weight": float(criterion.weight)}
            for criterion in sheet.criteria
        ],
        "reviews": [_review(review, heavy, sheet.top) for review in sheet.reviews],
    }


def _review(review: SheetReview, heavy: Any, top: int) -> dict[str, Any]:
    total = scoring.review_score(review.marks, heavy, top).value
    return {
        "reviewer": review.reviewer, "submitted_at": instant(review.submitted_at), "version": review.version,
        "marks": dict(review.marks), "reasons": dict(review.reasons),
        "total": None if total is None else float(scoring.round_half_up(total)),
        "recommendation": review.recommendation,
        "comment": review.comment, "strength": review.strength, "weakness": review.weakness,
        "for_applicant": review.for_applicant, "confidence": review.confidence, "needs_visit": review.needs_visit,
    }
