"""The reviews in a dossier: the score sheet of each round whose scores its reader may see, on paper and as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Round
from nominations.core.work import Work
from nominations.documents.reports.frame import weights
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


def sheets_of(work: Work, found: Dossier, language: str) -> Iterator[RoundSheet]:
    """By name for whoever may know the names (decision 9), otherwise by letter; only reviews that count."""
    for round_id in found.rounds:
        of = rounds.one(work, round_id, to=Action.REPORT)
        report = score_tables.load_score_sheet(
            work, round_id, found.nomination.id, language, named=scores.may_name(work)
        )
        yield RoundSheet(
            f"reviews/{of.code.value}-round", f"{report.sheet.round}", score_sheets.render_sheet(report, language),
            _data(found, of, report),
        )


def _data(found: Dossier, of: Round, report: SheetReport) -> dict[str, Any]:
    sheet = report.sheet
    heavy = weights(sheet.criteria)
    return {
        "format": RECORDS_FORMAT, "edition": found.edition.code, "reference": sheet.reference, "read_as": found.role,
        "round": of.code.value, "interim": of.closed_at is None, "awaited": sheet.awaited, "recused": sheet.recused,
        "undecided": sheet.undecided,
        "criteria": [{"key": each.key, "label": each.label, "weight": float(each.weight)} for each in sheet.criteria],
        "reviews": [_review(each, heavy, sheet.top) for each in sheet.reviews],
    }


def _review(each: SheetReview, heavy: Any, top: int) -> dict[str, Any]:
    total = scoring.review_score(each.marks, heavy, top).value
    return {
        "reviewer": each.reviewer, "submitted_at": instant(each.submitted_at), "version": each.version,
        "marks": dict(each.marks), "reasons": dict(each.reasons),
        "total": None if total is None else float(scoring.rounded(total)), "recommendation": each.recommendation,
        "comment": each.comment, "strength": each.strength, "weakness": each.weakness,
        "for_applicant": each.for_applicant, "confidence": each.confidence, "needs_visit": each.needs_visit,
    }
