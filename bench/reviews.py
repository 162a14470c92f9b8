"""Five thousand score sheets over two open rounds, with marks, reasons, comments, versions and their records."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from bench import sentences
from bench.chain import Chain
from bench.files import Filed, Ground
from nominations.core.rules.vocabulary import AssessmentState, Recommendation, State
from nominations.core.tables import (
    Assessment,
    AssessmentVersion,
    Assignment,
    Conflict,
    Mark,
    Recusal,
    Round,
    RoundFile,
)
from nominations.rounds.rules import scoring

# Every so many assignments one has no sheet yet, one only a draft, one was given up.
_UNTOUCHED, _DRAFT, _RECUSED = 51, 12, 97
_BLOCK = 1_000


def fill(ground: Ground, chain: Chain, filed: list[Filed], count: int, opened_at: datetime) -> dict[str, UUID]:
    """One open round for each category and `count` sheets, spread evenly over files and reviewers."""
    rounds = _rounds(ground, chain, filed, opened_at)
    eligible = [file for file in filed if file.state is State.ELIGIBLE]
    made, place = 0, 0
    rows: dict[type, list[dict[str, Any]]] = {}
    while made < count:
        file = eligible[place % len(eligible)]
        turn, size = place // len(eligible), len(ground.people.reviewers)
        if turn >= size:
            raise ValueError(f"{len(eligible)} files and {size} reviewers do not make {count} sheets.")
        reviewer = ground.people.reviewers[(place % len(eligible) + turn * 3) % size]
        made += place % _UNTOUCHED != _UNTOUCHED - 1
        for model, row in _rows(ground, chain, rounds[file.category], file, reviewer, place, opened_at):
            rows.setdefault(model, []).append(row)
        place += 1
        if place % _BLOCK == 0 or made == count:
            _write(ground, rows)
    return rounds


def _rounds(ground: Ground, chain: Chain, filed: list[Filed], opened_at: datetime) -> dict[str, UUID]:
    rounds = {category.key: ground.identity() for category in ground.edition.categories}
    ground.session.execute(insert(Round.__table__), [
        {"id": round_id, "edition_id": ground.edition_id, "category": key, "code": "first", "opened_at": opened_at,
         "due_at": opened_at + timedelta(days=30), "opened_by_id": ground.people.head, "chair_sees_scores": False}
        for key, round_id in rounds.items()
    ])
    ground.session.execute(insert(RoundFile.__table__), [
        {"round_id": rounds[file.category], "nomination_id": file.id} for file in filed if file.state is State.ELIGIBLE
    ])
    for round_id in rounds.values():
        chain.add(opened_at, ground.people.head, "head", "open_round", f"round:{round_id}", {"code": "first"})
    return rounds


def _rows(
    ground: Ground, chain: Chain, round_id: UUID, file: Filed, reviewer: UUID, place: int, opened_at: datetime
) -> Iterator[tuple[type, dict[str, Any]]]:
    """An assignment, what was declared of it, and its sheet."""
    assignment_id, at = ground.identity(), opened_at + timedelta(minutes=place)
    yield Assignment, {
        "id": assignment_id, "round_id": round_id, "nomination_id": file.id, "reviewer_id": reviewer,
        "made_at": opened_at, "made_by_id": ground.people.officers[0], "published_at": opened_at, "removed_reason": "",
    }
    chain.add(at, reviewer, "reviewer", "declare", f"assignment:{assignment_id}", {"answer": "none"})
    yield Conflict, {
        "assignment_id": assignment_id, "number": 1, "answer": "none", "words": "", "text_version": "1",
        "declared_at": at, "reason": "",
    }
    if place % _UNTOUCHED == _UNTOUCHED - 1:
        return
    if place % _RECUSED == _RECUSED - 1:
        yield Recusal, {"nomination_id": file.id, "reviewer_id": reviewer, "kind": "work", "words": "Worked together.",
                        "at": at, "by_id": reviewer, "declared_by_reviewer": True}
    yield from _sheet(ground, chain, file, reviewer, assignment_id, at, place % _DRAFT == _DRAFT - 1)


def _sheet(
    ground: Ground, chain: Chain, file: Filed, reviewer: UUID, assignment_id: UUID, at: datetime, draft: bool
) -> Iterator[tuple[type, dict[str, Any]]]:
    chance, criteria = ground.chance, ground.edition.category(file.category).criteria
    level = chance.gauss(6.2, 1.4)
    marks = {criterion.key: min(10, max(0, round(chance.gauss(level, 1.2)))) for criterion in criteria}
    reasons = {key: sentences.text(chance, "en", 25) for key in marks}
    weights = {criterion.key: criterion.weight for criterion in criteria}
    total = scoring.round_half_up(scoring.review_score(marks, weights).value or 0, 6)
    assessment_id = ground.identity()
    state = AssessmentState.DRAFT if draft else AssessmentState.SUBMITTED
    texts = {
        "comment": sentences.text(chance, "en", chance.randint(60, 140)), "strength": sentences.text(chance, "en", 15),
        "weakness": sentences.text(chance, "en", 15), "recommendation": chance.choice(list(Recommendation)),
    }
    yield Assessment, {
        "id": assessment_id, "assignment_id": assignment_id, "state": state, "total": total, "complete": True, **texts,
        "confidential_note": "", "saved_at": at, "submitted_at": None if draft else at, "version": 1,
    }
    for key, mark in marks.items():
        yield Mark, {"assessment_id": assessment_id, "criterion": key, "score": mark, "reason": reasons[key]}
    content = {
        "marks": {key: {"score": mark, "reason": reasons[key]} for key, mark in marks.items()}, **texts, "note": "",
        "recommendation": texts["recommendation"].value, "state": state.value, "total": str(total),
    }
    yield AssessmentVersion, {"assessment_id": assessment_id, "number": 1, "content": content, "submitted": not draft,
                              "saved_at": at}
    act = "assess" if draft else "submit_assessment"
    chain.add(at, reviewer, "reviewer", act, f"assessment:{assessment_id}", {"nomination": file.id, "number": 1})


def _write(ground: Ground, rows: dict[type, list[dict[str, Any]]]) -> None:
    for model in (Assignment, Conflict, Recusal, Assessment, Mark, AssessmentVersion):
        if rows.get(model):
            ground.session.execute(insert(model.__table__), rows[model])
    rows.clear()
