"""The marks of a round as JSON, for programs; docs/formats/scores.schema.json says what stands where."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from nominations.documents.reports.frame import Criterion, weights
from nominations.editions.rules import edition
from nominations.ranking.reports.score_table import MarkSet
from nominations.rounds.rules import scoring

FORMAT = "nominations-scores/1"


def scores_json(
    criteria: Sequence[Criterion], sets: Iterable[MarkSet], *, edition: str, category: str, round_code: str,
    made_at: datetime, top: int = edition.TOP,
) -> bytes:
    """Every set of marks with its total out of 100, which is absent where it does not count."""
    content = {
        "format": FORMAT, "edition": edition, "category": category, "round": round_code, "made_at": _utc(made_at),
        "scale": {"from": 0, "to": top, "total_out_of": 100},
        "criteria": [{"key": each.key, "label": each.label, "weight": float(each.weight)} for each in criteria],
        "reviews": [_review(each, criteria, top) for each in sets],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _review(each: MarkSet, criteria: Sequence[Criterion], top: int) -> dict[str, Any]:
    score = scoring.review_score(each.marks, weights(tuple(criteria)), top)
    total = score.value
    return {
        "reference": each.reference, "title": each.title, "reviewer": each.reviewer,
        "counts": each.counted and score.counts, "state": each.state,
        "marks": dict(each.marks), "reasons": dict(each.reasons),
        "total": None if total is None else float(scoring.rounded(total)), "recommendation": each.recommendation,
        "submitted_at": _utc(each.submitted_at) if each.submitted_at else None,
    }


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
