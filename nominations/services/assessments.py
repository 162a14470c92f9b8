"""A reviewer's score card: saved as a draft, submitted, changed until the round closes; every version is kept."""

import hashlib
import json
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from nominations.domain import cards as rules
from nominations.domain.cards import TypedCard
from nominations.domain.errors import ChangedElsewhere, Invalid
from nominations.domain.vocabulary import Action, AssessmentState, Recommendation
from nominations.models import Assessment, AssessmentVersion, Mark
from nominations.queries import cards
from nominations.queries.cards import Held, Sheet
from nominations.work import Work


def save_card(work: Work, nomination_id: UUID, typed: TypedCard, seen: int) -> Assessment:
    """Keep a card as a draft, however unfinished. `seen` is the version that was on the page.

    A submitted card becomes a draft again and leaves the totals until it is submitted anew. Raises `Invalid` by field
    for what cannot be kept, `ChangedElsewhere` when another tab saved something else since.
    """
    return _keep(work, nomination_id, typed, seen, Action.ASSESS)


def submit_card(work: Work, nomination_id: UUID, typed: TypedCard, seen: int) -> Assessment:
    """Keep a card and hand it in; raises `Invalid` with everything it lacks, beside what `save_card` raises."""
    return _keep(work, nomination_id, typed, seen, Action.SUBMIT_ASSESSMENT)


def _keep(work: Work, nomination_id: UUID, typed: TypedCard, seen: int, act: Action) -> Assessment:
    with work.transaction() as session:
        held = cards.held(work, nomination_id, to=act, lock=True)
        criteria = [criterion.key for criterion in held.category.criteria]
        card = typed.cleaned()
        state = AssessmentState.SUBMITTED if act is Action.SUBMIT_ASSESSMENT else AssessmentState.DRAFT
        _insist(card, criteria, held, submitting=state is AssessmentState.SUBMITTED)
        sheet = cards.sheet(session, held.assignment.id)
        if sheet.assessment is not None and sheet.assessment.state is state and card.same_as(sheet.typed, criteria):
            return sheet.assessment  # a second click: nothing new to keep
        if sheet.version != seen:
            raise ChangedElsewhere(sheet.typed)
        assessment = _written(work, held, sheet, card, state)
        _mark(session, assessment, card, criteria)
        content = _content(assessment, card, criteria)
        number = _kept(session, assessment, content, work)
        # Only what the version hashes to: whoever may read the ledger may not read scores while the round is open.
        digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        work.record(act, assessment, {"nomination": held.nomination.id, "number": number, "sha256": digest})
    return assessment


def _insist(card: TypedCard, criteria: list[str], held: Held, *, submitting: bool) -> None:
    wrong = rules.refused(card, criteria)
    if submitting:
        wrong = {**rules.lacking(card, criteria, rules.rules_of(held.edition)), **wrong}
    if wrong:
        raise Invalid(**wrong)


def _written(work: Work, held: Held, sheet: Sheet, card: TypedCard, state: AssessmentState) -> Assessment:
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


def _content(assessment: Assessment, card: TypedCard, criteria: list[str]) -> dict[str, object]:
    return {
        "marks": {
            key: {"score": card.score(key), "reason": card.reasons.get(key, "")}
            for key in criteria if card.score(key) is not None or card.reasons.get(key)
        },
        "comment": card.comment, "strength": card.strength, "weakness": card.weakness, "note": card.confidential_note,
        "recommendation": card.recommendation or None, "state": assessment.state.value,
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
