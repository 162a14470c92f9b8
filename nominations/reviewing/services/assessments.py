"""A reviewer's score card: saved as a draft, submitted, changed until the round closes; every version is kept."""

from uuid import UUID

from nominations.core.rules.errors import ChangedElsewhere, Invalid
from nominations.core.rules.vocabulary import Action, AssessmentState
from nominations.core.tables import Assessment, SetAside
from nominations.core.work import Work
from nominations.reviewing.queries import score_card
from nominations.reviewing.rules import cards as rules
from nominations.reviewing.rules.cards import TypedCard
from nominations.reviewing.steps import score_cards
from nominations.rounds.queries import assigned_files
from nominations.rounds.queries.assigned_files import AssignedFile


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
        held = assigned_files.load_assigned(work, nomination_id, to=Action.ASSESS, lock=True)
        sheet = score_card.sheet(session, held.assignment.id)
        if sheet.assessment is None or sheet.assessment.state is AssessmentState.DRAFT:
            return sheet.assessment
        return score_cards.store_card(work, held, sheet, sheet.typed, Action.ASSESS)


def set_aside(work: Work, nomination_id: UUID, typed: TypedCard, seen: int) -> Assessment | None:
    """Keep what is typed as a draft and put the file to the end of the reviewer's queue; raises as `save_card`."""
    with work.transaction() as session:
        held = assigned_files.load_assigned(work, nomination_id, to=Action.SET_ASIDE, lock=True)
        criteria = [criterion.key for criterion in held.category.criteria]
        is_empty = typed.cleaned().same_as(TypedCard(), criteria)
        nothing = is_empty and score_card.sheet(session, held.assignment.id).assessment is None
        kept = None if nothing else _saved(work, held, typed, seen, Action.ASSESS)
        if session.get(SetAside, held.assignment.id) is None:
            session.add(SetAside(assignment_id=held.assignment.id, at=work.now))
            session.flush()
            work.record(Action.SET_ASIDE, held.assignment, {"aside": True})
    return kept


def take_up(work: Work, nomination_id: UUID) -> None:
    """Take a file up again that was set aside."""
    with work.transaction() as session:
        held = assigned_files.load_assigned(work, nomination_id, to=Action.SET_ASIDE, lock=True)
        standing = session.get(SetAside, held.assignment.id)
        if standing is not None:
            session.delete(standing)
            session.flush()
            work.record(Action.SET_ASIDE, held.assignment, {"aside": False})


def _keep(work: Work, nomination_id: UUID, typed: TypedCard, seen: int, act: Action) -> Assessment:
    with work.transaction():
        return _saved(work, assigned_files.load_assigned(work, nomination_id, to=act, lock=True), typed, seen, act)


def _saved(work: Work, held: AssignedFile, typed: TypedCard, seen: int, act: Action) -> Assessment:
    criteria = [criterion.key for criterion in held.category.criteria]
    card = typed.cleaned()
    state = AssessmentState.SUBMITTED if act is Action.SUBMIT_ASSESSMENT else AssessmentState.DRAFT
    _insist(card, criteria, held, submitting=state is AssessmentState.SUBMITTED)
    sheet = score_card.sheet(work.session, held.assignment.id)
    if sheet.assessment is not None and sheet.assessment.state is state and card.same_as(sheet.typed, criteria):
        return sheet.assessment  # a second click: nothing new to keep
    if sheet.version != seen:
        raise ChangedElsewhere(sheet.typed)
    return score_cards.store_card(work, held, sheet, card, act)


def _insist(card: TypedCard, criteria: list[str], held: AssignedFile, *, submitting: bool) -> None:
    wrong = rules.refused(card, criteria, score_card.may_be_left_out(held.category))
    if submitting:
        wrong = {**rules.lacking(card, criteria, rules.rules_of(held.edition)), **wrong}
    if wrong:
        raise Invalid(**wrong)
