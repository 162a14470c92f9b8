"""A reviewer's score card: saved as a draft, submitted, changed until the round closes; every version is stored."""

from uuid import UUID

from nominations.core.rules.errors import ChangedElsewhere, Invalid
from nominations.core.rules.vocabulary import Action, AssessmentState
from nominations.core.tables import Assessment, SetAside
from nominations.core.work import Work
from nominations.reviewing.queries import score_card
from nominations.reviewing.rules import cards
from nominations.reviewing.rules.cards import TypedCard
from nominations.reviewing.steps import score_cards
from nominations.rounds.queries import assigned_files
from nominations.rounds.queries.assigned_files import AssignedFile


def save_card(work: Work, nomination_id: UUID, typed: TypedCard, seen: int) -> Assessment:
    """Save a card as a draft, however unfinished. `seen` is the version that was on the page.

    A submitted card becomes a draft again and leaves the totals until it is submitted anew. Raises `Invalid` by field
    for what cannot be stored, `ChangedElsewhere` when another version was saved since.
    """
    return _save(work, nomination_id, typed, seen, Action.ASSESS)


def submit_card(work: Work, nomination_id: UUID, typed: TypedCard, seen: int) -> Assessment:
    """Save a card and submit it; raises `Invalid` with everything it lacks, beside what `save_card` raises."""
    return _save(work, nomination_id, typed, seen, Action.SUBMIT_ASSESSMENT)


def reopen_card(work: Work, nomination_id: UUID) -> Assessment | None:
    """Make the actor's submitted card a draft again, unchanged; None where there is no card."""
    with work.transaction() as session:
        held = assigned_files.load_assigned(work, nomination_id, to=Action.ASSESS, lock=True)
        sheet = score_card.load_sheet(session, held.assignment.id)
        if sheet.assessment is None or sheet.assessment.state is AssessmentState.DRAFT:
            return sheet.assessment
        return score_cards.store_card(work, held, sheet, sheet.typed, Action.ASSESS)


def set_aside(work: Work, nomination_id: UUID, typed: TypedCard, seen: int) -> Assessment | None:
    """Save what is typed as a draft and put the file at the end of the reviewer's queue; raises as `save_card`."""
    with work.transaction() as session:
        held = assigned_files.load_assigned(work, nomination_id, to=Action.SET_ASIDE, lock=True)
        criteria = [criterion.key for criterion in held.category.criteria]
        is_empty = typed.cleaned().same_as(TypedCard(), criteria)
        nothing = is_empty and score_card.load_sheet(session, held.assignment.id).assessment is None
        assessment = None if nothing else _store(work, held, typed, seen, Action.ASSESS)
        if session.get(SetAside, held.assignment.id) is None:
            session.add(SetAside(assignment_id=held.assignment.id, at=work.now))
            session.flush()
            work.record(Action.SET_ASIDE, held.assignment, {"aside": True})
    return assessment


def take_up(work: Work, nomination_id: UUID) -> None:
    """Put a postponed nomination back in its place in the queue."""
    with work.transaction() as session:
        held = assigned_files.load_assigned(work, nomination_id, to=Action.SET_ASIDE, lock=True)
        mark = session.get(SetAside, held.assignment.id)
        if mark is not None:
            session.delete(mark)
            session.flush()
            work.record(Action.SET_ASIDE, held.assignment, {"aside": False})


def _save(work: Work, nomination_id: UUID, typed: TypedCard, seen: int, act: Action) -> Assessment:
    with work.transaction():
        return _store(work, assigned_files.load_assigned(work, nomination_id, to=act, lock=True), typed, seen, act)


def _store(work: Work, held: AssignedFile, typed: TypedCard, seen: int, act: Action) -> Assessment:
    criteria = [criterion.key for criterion in held.category.criteria]
    card = typed.cleaned()
    state = AssessmentState.SUBMITTED if act is Action.SUBMIT_ASSESSMENT else AssessmentState.DRAFT
    _require_valid(card, criteria, held, submitting=state is AssessmentState.SUBMITTED)
    sheet = score_card.load_sheet(work.session, held.assignment.id)
    if sheet.assessment is not None and sheet.assessment.state is state and card.same_as(sheet.typed, criteria):
        return sheet.assessment  # a second click: nothing new to store
    if sheet.version != seen:
        raise ChangedElsewhere(sheet.typed)
    return score_cards.store_card(work, held, sheet, card, act)


def _require_valid(card: TypedCard, criteria: list[str], held: AssignedFile, *, submitting: bool) -> None:
    wrong = cards.refused_fields(card, criteria, score_card.optional_criteria(held.category))
    if submitting:
        wrong = {**cards.missing_fields(card, criteria, cards.card_rules(held.edition)), **wrong}
    if wrong:
        raise Invalid(**wrong)
