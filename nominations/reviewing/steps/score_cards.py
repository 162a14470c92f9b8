"""Writing a score card over what stands: marks, words and advice, kept as a version and recorded; within a use case."""

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
from nominations.reviewing.rules import cards as rules
from nominations.reviewing.rules.cards import TypedCard
from nominations.rounds.queries.assigned_files import AssignedFile


def store_card(work: Work, held: AssignedFile, sheet: Sheet, card: TypedCard, act: Action) -> Assessment:
    """Write a clean card over what stands, keep it as a version and record it; within the caller's transaction."""
    session, criteria = work.session, [criterion.key for criterion in held.category.criteria]
    state = AssessmentState.SUBMITTED if act is Action.SUBMIT_ASSESSMENT else AssessmentState.DRAFT
    assessment = _written(work, held, sheet, card, state)
    _mark(session, assessment, card, criteria)
    _advise(session, assessment, card, criteria)
    if state is AssessmentState.SUBMITTED:
        session.execute(delete(SetAside).where(SetAside.assignment_id == held.assignment.id))
    content = _content(assessment, card, criteria)
    number = _kept(session, assessment, content, work)
    # Only what the version hashes to: whoever may read the ledger may not read scores while the round is open.
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    work.record(act, assessment, {"nomination": held.nomination.id, "number": number, "sha256": digest})
    return assessment


def _written(work: Work, held: AssignedFile, sheet: Sheet, card: TypedCard, state: AssessmentState) -> Assessment:
    total = rules.total(card, {criterion.key: criterion.weight for criterion in held.category.criteria})
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


def _mark(session: Session, assessment: Assessment, card: TypedCard, criteria: list[str]) -> None:
    standing = {
        mark.criterion: mark for mark in session.scalars(select(Mark).where(Mark.assessment_id == assessment.id))
    }
    for key in criteria:
        score, reason = card.score(key), card.reasons.get(key, "")
        mark = standing.get(key)
        if score is None and not reason:
            if mark is not None:
                session.delete(mark)
        elif mark is None:
            session.add(Mark(assessment_id=assessment.id, criterion=key, score=score, reason=reason))
        else:
            mark.score, mark.reason = score, reason
    session.flush()


def _advise(session: Session, assessment: Assessment, card: TypedCard, criteria: list[str]) -> None:
    """What stands beside the marks; a card that says nothing of it has no row."""
    session.execute(delete(NotApplicable).where(NotApplicable.assessment_id == assessment.id))
    session.add_all(
        NotApplicable(assessment_id=assessment.id, criterion=key) for key in criteria if card.leaves_out(key)
    )
    said = {
        "confidence": int(card.confidence) if card.confidence else None, "needs_visit": bool(card.needs_visit),
        "for_applicant": card.for_applicant,
    }
    standing = session.get(Advice, assessment.id)
    if standing is None and any(said.values()):
        session.add(Advice(assessment_id=assessment.id, **said))
    elif standing is not None:
        for name, value in said.items():
            setattr(standing, name, value)
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


def _kept(session: Session, assessment: Assessment, content: dict[str, object], work: Work) -> int:
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
