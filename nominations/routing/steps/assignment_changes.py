"""Making and removing an assignment while its round is locked."""

from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nominations.core.rules.errors import ChangedElsewhere, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Account, Assignment, Lock, Nomination, Round
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import rounds


def lock_open_round(work: Work, round_id: UUID) -> Round:
    """The round, locked so that changes of its assignments come one by one; raises `Refused` where it is closed."""
    this_round = rounds.one(work, round_id, to=Action.ASSIGN, lock=True)
    if this_round.closed_at is not None:
        raise Refused(Refusal.ROUND_CLOSED)
    return this_round


def new_assignment(work: Work, this_round: Round, nomination_id: UUID, reviewer_id: UUID) -> Assignment:
    """A new proposed assignment, which the caller adds to the session."""
    return Assignment(
        id=uuid4(), round_id=this_round.id, nomination_id=nomination_id, reviewer_id=reviewer_id, made_at=work.now,
        made_by_id=work.actor.id,
    )


def remove_assignment(
    work: Work, session: Session, this_round: Round, nomination_id: UUID, reviewer_id: UUID, reason: str
) -> None:
    """End an assignment and its lock; a reviewer to whom it was published gets a letter.

    Raises `ChangedElsewhere` where it was removed already.
    """
    assignment = session.scalars(
        select(Assignment).where(
            Assignment.round_id == this_round.id, Assignment.nomination_id == nomination_id,
            Assignment.reviewer_id == reviewer_id, Assignment.removed_at.is_(None),
        ).with_for_update()
    ).one_or_none()
    if assignment is None:
        raise ChangedElsewhere
    assignment.removed_at, assignment.removed_by_id, assignment.removed_reason = work.now, work.actor.id, reason
    session.execute(delete(Lock).where(
        Lock.round_id == this_round.id, Lock.nomination_id == nomination_id, Lock.reviewer_id == reviewer_id
    ))
    session.flush()
    if assignment.published_at is not None:
        edition = editions.by_id(session, this_round.edition_id).edition
        reviewer = session.get_one(Account, reviewer_id)
        work.send_mail(
            "assignment_removed", reviewer, edition_id=this_round.edition_id, nomination_id=nomination_id,
            reference=session.get_one(Nomination, nomination_id).reference,
            award=edition.title.in_(reviewer.language), path=f"/{edition.code}/review/",
        )
