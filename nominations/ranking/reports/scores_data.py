"""The marks of a round as JSON, for programs; docs/formats/scores.schema.json describes it."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from nominations.documents.reports.frame import Criterion, criterion_weights
from nominations.editions.rules import edition
from nominations.ranking.reports.score_table import MarkSet
from nominations.rounds.rules import scoring

FORMAT = "nominations-scores/1"


def render_json(
    criteria: Sequence[Criterion], mark_sets: Iterable[MarkSet], *, edition: str, category: str, round_code: str,
    made_at: datetime, top: int = edition.TOP,
) -> bytes:
    """Every set of marks with its total out of 100, which is absent where it does not count."""
    content = {
        "format": FORMAT, "edition": edition, "category": category, "round": round_code, "made_at": _utc(made_at),
        "scale": {"from": 0, "to": top, "total_out_of": 100},
        "criteria": [
            {"key": criterion.key, "label": criterion.label, "weight": float(criterion.weight)}
            for criterion in criteria
        ],
        "reviews": [_review(mark_set, criteria, top) for mark_set in mark_sets],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _review(mark_set: MarkSet, criteria: Sequence[Criterion], top: int) -> dict[str, Any]:
    score = scoring.review_score(mark_set.marks, criterion_weights(tuple(criteria)), top)
    total = score.value
    return {
        "reference": mark_set.reference, "title": mark_set.title, "reviewer": mark_set.reviewer,
        "counts": mark_set.counted and score.counts, "state": mark_set.state,
        "marks": dict(mark_set.marks), "reasons": dict(mark_set.reasons),
        "total": None if total is None else float(scoring.round_half_up(total)),
        "recommendation": mark_set.recommendation,
        "submitted_at": _utc(mark_set.submitted_at) if mark_set.submitted_at else None,
    }


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
