"""A reviewer's score card: saved as a draft, submitted, changed until the round closes; every version is kept."""

import hashlib
import json
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from nominations.domain import cards as rules
from nominations.domain.cards import TypedCard
from nominations.domain.errors import ChangedElsewhere, Invalid
from nominations.domain.vocabulary import Action, AssessmentState, Recommendation
from nominations.models import Advice, Assessment, AssessmentVersion, Mark, NotApplicable, SetAside
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


def reopen_card(work: Work, nomination_id: UUID) -> Assessment | None:
    """Take one's own submitted card back to draft, as it stands; None where there is none to take back."""
    with work.transaction() as session:
        held = cards.held(work, nomination_id, to=Action.ASSESS, lock=True)
        sheet = cards.sheet(session, held.assignment.id)
        if sheet.assessment is None or sheet.assessment.state is AssessmentState.DRAFT:
            return sheet.assessment
        return put(work, held, sheet, sheet.typed, Action.ASSESS)


def set_aside(work: Work, nomination_id: UUID, typed: TypedCard, seen: int) -> Assessment | None:
    """Keep what is typed as a draft and put the file to the end of the reviewer's queue; raises as `save_card`."""
    with work.transaction() as session:
        held = cards.held(work, nomination_id, to=Action.SET_ASIDE, lock=True)
        criteria = [criterion.key for criterion in held.category.criteria]
        is_empty = typed.cleaned().same_as(TypedCard(), criteria)
        nothing = is_empty and cards.sheet(session, held.assignment.id).assessment is None
        kept = None if nothing else _saved(work, held, typed, seen, Action.ASSESS)
        if session.get(SetAside, held.assignment.id) is None:
            session.add(SetAside(assignment_id=held.assignment.id, at=work.now))
            session.flush()
            work.record(Action.SET_ASIDE, held.assignment, {"aside": True})
    return kept


def take_up(work: Work, nomination_id: UUID) -> None:
    """Take a file up again that was set aside."""
    with work.transaction() as session:
        held = cards.held(work, nomination_id, to=Action.SET_ASIDE, lock=True)
        standing = session.get(SetAside, held.assignment.id)
        if standing is not None:
            session.delete(standing)
            session.flush()
            work.record(Action.SET_ASIDE, held.assignment, {"aside": False})


def _keep(work: Work, nomination_id: UUID, typed: TypedCard, seen: int, act: Action) -> Assessment:
    with work.transaction():
        return _saved(work, cards.held(work, nomination_id, to=act, lock=True), typed, seen, act)


def _saved(work: Work, held: Held, typed: TypedCard, seen: int, act: Action) -> Assessment:
    criteria = [criterion.key for criterion in held.category.criteria]
    card = typed.cleaned()
    state = AssessmentState.SUBMITTED if act is Action.SUBMIT_ASSESSMENT else AssessmentState.DRAFT
    _insist(card, criteria, held, submitting=state is AssessmentState.SUBMITTED)
    sheet = cards.sheet(work.session, held.assignment.id)
    if sheet.assessment is not None and sheet.assessment.state is state and card.same_as(sheet.typed, criteria):
        return sheet.assessment  # a second click: nothing new to keep
    if sheet.version != seen:
        raise ChangedElsewhere(sheet.typed)
    return put(work, held, sheet, card, act)


def put(work: Work, held: Held, sheet: Sheet, card: TypedCard, act: Action) -> Assessment:
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


def _insist(card: TypedCard, criteria: list[str], held: Held, *, submitting: bool) -> None:
    wrong = rules.refused(card, criteria, cards.may_be_left_out(held.category))
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
