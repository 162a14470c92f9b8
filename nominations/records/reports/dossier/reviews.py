"""The reviews in a dossier: the score sheet of each round whose scores the reader may see, as HTML and as data."""

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
    """The score sheet of one round; `name` is its path in the dossier without the ending."""

    name: str
    title: str
    html: str
    data: dict[str, Any]


def load_sheets(work: Work, dossier: Dossier, language: str) -> Iterator[RoundSheet]:
    """Score sheets with only the reviews that count, and with letters for reviewers unless the actor may see names
    (decision 9)."""
    for round_id in dossier.rounds:
        round_ = rounds.one(work, round_id, to=Action.REPORT)
        report = score_tables.load_score_sheet(
            work, round_id, dossier.nomination.id, language, named=scores.may_name(work)
        )
        yield RoundSheet(
            f"reviews/{round_.code.value}-round", f"{report.sheet.round}", score_sheets.render_sheet(report, language),
            _describe_sheet(dossier, round_, report),
        )


def _describe_sheet(dossier: Dossier, round_: Round, report: SheetReport) -> dict[str, Any]:
    sheet = report.sheet
    weights = criterion_weights(sheet.criteria)
    return {
        "format": RECORDS_FORMAT, "edition": dossier.edition.code, "reference": sheet.reference,
        "read_as": dossier.role,
        "round": round_.code.value, "interim": round_.closed_at is None, "awaited": sheet.awaited,
        "recused": sheet.recused,
        "undecided": sheet.undecided,
        "criteria": [
            {"key": criterion.key, "label": criterion.label, "weight": float(criterion.weight)}
            for criterion in sheet.criteria
        ],
        "reviews": [_describe_review(review, weights, sheet.top) for review in sheet.reviews],
    }


def _describe_review(review: SheetReview, weights: Any, top: int) -> dict[str, Any]:
    total = scoring.review_score(review.marks, weights, top).value
    return {
        "reviewer": review.reviewer, "submitted_at": instant(review.submitted_at), "version": review.version,
        "marks": dict(review.marks), "reasons": dict(review.reasons),
        "total": None if total is None else float(scoring.round_half_up(total)),
        "recommendation": review.recommendation,
        "comment": review.comment, "strength": review.strength, "weakness": review.weakness,
        "for_applicant": review.for_applicant, "confidence": review.confidence, "needs_visit": review.needs_visit,
    }
