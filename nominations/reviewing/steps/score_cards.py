"""Writing a score card: marks, texts and advice, stored as a version too and recorded; within a use case."""

import hashlib
import json
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from nominations.core.rules.vocabulary import Action, AssessmentState, Recommendation
from nominations.core.tables import Advice, Assessment, AssessmentVersion, Mark, NotApplicable, SetAside
from nominations.core.work import Work
from nominations.reviewing.queries.score_card import Sheet
from nominations.reviewing.rules import cards
from nominations.reviewing.rules.cards import TypedCard
from nominations.rounds.queries.assigned_files import AssignedFile


def store_card(work: Work, held: AssignedFile, sheet: Sheet, card: TypedCard, act: Action) -> Assessment:
    """Write a cleaned card over the stored one, add a version and record it; within the caller's transaction."""
    session, criteria = work.session, [criterion.key for criterion in held.category.criteria]
    state = AssessmentState.SUBMITTED if act is Action.SUBMIT_ASSESSMENT else AssessmentState.DRAFT
    assessment = _write(work, held, sheet, card, state)
    _store_marks(session, assessment, card, criteria)
    _store_advice(session, assessment, card, criteria)
    if state is AssessmentState.SUBMITTED:
        session.execute(delete(SetAside).where(SetAside.assignment_id == held.assignment.id))
    content = _content(assessment, card, criteria)
    number = _store_version(session, assessment, content, work)
    # The hash of the version alone: who may read the ledger may not read scores while the round is open.
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    work.record(act, assessment, {"nomination": held.nomination.id, "number": number, "sha256": digest})
    return assessment


def _write(work: Work, held: AssignedFile, sheet: Sheet, card: TypedCard, state: AssessmentState) -> Assessment:
    total = cards.calculate_total(card, {criterion.key: criterion.weight for criterion in held.category.criteria})
    assessment = sheet.assessment or Assessment(id=uuid4(), assignment_id=held.assignment.id)
    assessment.state, assessment.complete = state, total.complete
    assessment.total = total.value
    assessment.comment, assessment.confidential_note = card.comment, card.confidential_note
    assessment.strength, assessment.weakness = card.strength, card.weakness
    assessment.recommendation = Recommendation(card.recommendation) if card.recommendation else None
    assessment.saved_at = work.now
    assessment.submitted_at = work.now if state is AssessmentState.SUBMITTED else None
    if sheet.assessment is None:
        work.session.add(assessment)
    else:
        # A change of marks alone must raise the version too.
        flag_modified(assessment, "saved_at")
    work.session.flush()
    return assessment


def _store_marks(session: Session, assessment: Assessment, card: TypedCard, criteria: list[str]) -> None:
    marks = {
        mark.criterion: mark for mark in session.scalars(select(Mark).where(Mark.assessment_id == assessment.id))
    }
    for key in criteria:
        score, reason = card.score(key), card.reasons.get(key, "")
        mark = marks.get(key)
        if score is None and not reason:
            if mark is not None:
                session.delete(mark)
        elif mark is None:
            session.add(Mark(assessment_id=assessment.id, criterion=key, score=score, reason=reason))
        else:
            mark.score, mark.reason = score, reason
    session.flush()


def _store_advice(session: Session, assessment: Assessment, card: TypedCard, criteria: list[str]) -> None:
    """Store the criteria left out and the advice beside the marks; a card without advice has no row of it."""
    session.execute(delete(NotApplicable).where(NotApplicable.assessment_id == assessment.id))
    session.add_all(
        NotApplicable(assessment_id=assessment.id, criterion=key) for key in criteria if card.leaves_out(key)
    )
    values = {
        "confidence": int(card.confidence) if card.confidence else None, "needs_visit": bool(card.needs_visit),
        "for_applicant": card.for_applicant,
    }
    advice = session.get(Advice, assessment.id)
    if advice is None and any(values.values()):
        session.add(Advice(assessment_id=assessment.id, **values))
    elif advice is not None:
        for name, value in values.items():
            setattr(advice, name, value)
    session.flush()


def _content(assessment: Assessment, card: TypedCard, criteria: list[str]) -> dict[str, object]:
    return {
        "marks": {
            key: {"score": card.score(key), "reason": card.reasons.get(key, "")}
            for key in criteria if card.score(key) is not None or card.reasons.get(key)
        },
        "comment": card.comment, "strength": card.strength, "weakness": card.weakness, "note": card.confidential_note,
        "recommendation": card.recommendation or None, "state": assessment.state.value,
        "for_applicant": card.for_applicant, "confidence": card.confidence, "needs_visit": card.needs_visit,
        "left_out": [key for key in criteria if card.leaves_out(key)],
        "total": None if assessment.total is None else str(assessment.total),
    }


def _store_version(session: Session, assessment: Assessment, content: dict[str, object], work: Work) -> int:
    last = session.scalar(
        select(func.max(AssessmentVersion.number)).where(AssessmentVersion.assessment_id == assessment.id)
    )
    number = (last or 0) + 1
    session.add(AssessmentVersion(
        assessment_id=assessment.id, number=number, content=content, saved_at=work.now,
        submitted=assessment.state is AssessmentState.SUBMITTED,
    ))
    session.flush()
    return number
