"""What a reviewer may know of the others' scores: nothing before they submit, then what the round allows."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from nominations.access.queries import review_rules
from nominations.core.rules.vocabulary import AssessmentState
from nominations.core.tables import Assessment, Assignment, OpenTotals, Round
from nominations.core.work import Work
from nominations.rounds.queries.assigned_files import AssignedFile


def are_shown(session: Session, round_id: UUID) -> bool:
    """Whether this round shows reviewers the others' totals after they submitted their own card."""
    return session.get(OpenTotals, round_id) is not None


def list_rounds_that_show(session: Session, edition_id: UUID) -> frozenset[UUID]:
    """The rounds of an edition that show the others' totals."""
    return frozenset(session.scalars(
        select(OpenTotals.round_id).join(Round, Round.id == OpenTotals.round_id).where(Round.edition_id == edition_id)
    ))


def load_totals(work: Work, of: AssignedFile) -> tuple[Decimal, ...] | None:
    """The other reviewers' totals of a file, the highest first and without names; None where they may not be seen.

    Checked each time: who reopens their own card sees nothing until it is submitted again.
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
        .where(Assignment.round_id == of.round.id, Assignment.nomination_id == of.nomination.id,
               Assignment.reviewer_id != work.actor.id, review_rules.is_counted())
        .order_by(Assessment.total.desc(), Assignment.id)
    ))
