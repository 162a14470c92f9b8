"""Parts of decisions about conflicts: recusing a reviewer and writing to them, in the transaction of the caller."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ScalarResult, exists, select
from sqlalchemy.orm import Session

from nominations.access.queries import review_rules
from nominations.core.rules.vocabulary import ConflictKind
from nominations.core.tables import Account, Assignment, Nomination, Recusal
from nominations.core.work import Work
from nominations.editions.queries import editions


def recusal_of(session: Session, nomination_id: UUID, reviewer_id: UUID) -> ScalarResult[Recusal]:
    """The recusal of a reviewer from a nomination, if there is one."""
    return session.scalars(
        select(Recusal).where(Recusal.nomination_id == nomination_id, Recusal.reviewer_id == reviewer_id)
    )


def add_recusal(
    work: Work, session: Session, nomination_id: UUID, reviewer_id: UUID, kind: ConflictKind, reason: str
) -> bool:
    """Recuse a reviewer from a nomination in every round; False if they are recused already."""
    if recusal_of(session, nomination_id, reviewer_id).one_or_none():
        return False
    session.add(Recusal(
        id=uuid4(), nomination_id=nomination_id, reviewer_id=reviewer_id, kind=kind, words=reason, at=work.now,
        by_id=work.actor.id, declared_by_reviewer=False,
    ))
    session.flush()
    return True


def has_assignment(session: Session, nomination_id: UUID, reviewer_id: UUID) -> bool:
    """Whether a published assignment exists, so that the reviewer knows of the nomination."""
    return bool(session.scalar(select(exists().where(
        Assignment.nomination_id == nomination_id, Assignment.reviewer_id == reviewer_id,
        review_rules.is_published(),
    ))))


def write_to_reviewer(
    work: Work, session: Session, template: str, reviewer_id: UUID, nomination: Nomination, **values: Any
) -> None:
    """A letter to a reviewer that names the nomination by its reference only."""
    edition = editions.by_id(session, nomination.edition_id).edition
    reviewer = session.get_one(Account, reviewer_id)
    work.send_mail(
        template, reviewer, edition_id=nomination.edition_id, nomination_id=nomination.id,
        reference=nomination.reference, award=edition.title.in_(reviewer.language), path=f"/{edition.code}/review/",
        **values,
    )
