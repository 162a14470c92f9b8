"""What a reviewer may know of the others' scores: nothing before their own card is in, then what the round allows."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from nominations.core.rules.vocabulary import AssessmentState, ConflictAnswer, ConflictState, State
from nominations.core.tables import Assessment, Assignment, Conflict, Nomination, OpenTotals, Recusal, Round
from nominations.core.work import Work
from nominations.rounds.queries.assigned_files import Held
from nominations.rounds.queries.shadows import is_counted
from nominations.routing.queries.assignments import newest_declaration


def are_shown(session: Session, round_id: UUID) -> bool:
    """Whether this round shows reviewers the others' totals once their own card is in."""
    return session.get(OpenTotals, round_id) is not None


def showing(session: Session, edition_id: UUID) -> frozenset[UUID]:
    """The rounds of an edition that do."""
    return frozenset(session.scalars(
        select(OpenTotals.round_id).join(Round, Round.id == OpenTotals.round_id).where(Round.edition_id == edition_id)
    ))


def totals(work: Work, of: Held) -> tuple[Decimal, ...] | None:
    """The other reviewers' totals of a file, the highest first and without a name; None where they are not to be seen.

    Asked again each time: who takes their own card back to draft sees nothing until it is in again.
    """
    if not are_shown(work.session, of.round.id):
        return None
    own, card = aliased(Assignment), aliased(Assessment)
    mine_is_in = exists().where(
        own.id == of.assignment.id, card.assignment_id == own.id, card.state == AssessmentState.SUBMITTED
    )
    if not work.session.scalar(select(mine_is_in)):
        return None
    return tuple(work.session.scalars(
        select(Assessment.total)
        .join(Assignment, Assignment.id == Assessment.assignment_id)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .outerjoin(Conflict, newest_declaration(Assignment))
        .where(Assignment.round_id == of.round.id, Assignment.nomination_id == of.nomination.id,
               Assignment.reviewer_id != work.actor.id, *counting())
        .order_by(Assessment.total.desc(), Assignment.id)
    ))


def counting() -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a review of others counts, for statements that join `Conflict` by its newest row."""
    recused = exists().where(
        Recusal.nomination_id == Assignment.nomination_id, Recusal.reviewer_id == Assignment.reviewer_id
    )
    cleared = and_(Conflict.answer == ConflictAnswer.POSSIBLE, Conflict.state == ConflictState.CLEARED)
    return (
        Assignment.published_at.is_not(None), Assignment.removed_at.is_(None), ~recused, is_counted(Assignment),
        Assessment.state == AssessmentState.SUBMITTED, Assessment.total.is_not(None),
        Nomination._state == State.ELIGIBLE,
        Conflict.id.is_(None) | (Conflict.answer == ConflictAnswer.NONE) | cleared,
    )
