"""What everybody who routes files does: an assignment made, one taken away, the round held meanwhile."""

from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nominations.core.rules.errors import ChangedElsewhere, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Account, Assignment, Lock, Nomination, Round
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import rounds


def open_round(work: Work, round_id: UUID) -> Round:
    """The round, locked so that those who route come one by one; raises `Refused` where it is closed."""
    found = rounds.one(work, round_id, to=Action.ASSIGN, lock=True)
    if found.closed_at is not None:
        raise Refused(Refusal.ROUND_CLOSED)
    return found


def add_assignment(work: Work, found: Round, nomination_id: UUID, reviewer_id: UUID) -> Assignment:
    """A new assignment, proposed."""
    return Assignment(
        id=uuid4(), round_id=found.id, nomination_id=nomination_id, reviewer_id=reviewer_id, made_at=work.now,
        made_by_id=work.actor.id,
    )


def remove_assignment(
    work: Work, session: Session, found: Round, nomination_id: UUID, reviewer_id: UUID, reason: str
) -> None:
    """End a standing assignment and what fixed it; a reviewer who has seen it is told by a letter."""
    standing = session.scalars(
        select(Assignment).where(
            Assignment.round_id == found.id, Assignment.nomination_id == nomination_id,
            Assignment.reviewer_id == reviewer_id, Assignment.removed_at.is_(None),
        ).with_for_update()
    ).one_or_none()
    if standing is None:
        raise ChangedElsewhere
    standing.removed_at, standing.removed_by_id, standing.removed_reason = work.now, work.actor.id, reason
    session.execute(delete(Lock).where(
        Lock.round_id == found.id, Lock.nomination_id == nomination_id, Lock.reviewer_id == reviewer_id
    ))
    session.flush()
    if standing.published_at is not None:
        edition = editions.by_id(session, found.edition_id).edition
        reviewer = session.get_one(Account, reviewer_id)
        work.send_mail(
            "assignment_removed", reviewer, edition_id=found.edition_id, nomination_id=nomination_id,
            reference=session.get_one(Nomination, nomination_id).reference,
            award=edition.title.in_(reviewer.language), path=f"/{edition.code}/review/",
        )
