"""The nominations of an owner or collaborator: the list, and what the page of one shows besides its answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.core.rules.vocabulary import Right
from nominations.core.tables import (
    Account,
    CategoryMove,
    Extension,
    LateAttempt,
    Message,
    Nomination,
    SectionAnswers,
)
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category
from nominations.nominations.queries import collaborators, working_copy


@dataclass(frozen=True, slots=True)
class OwnNomination:
    """One nomination in the list of somebody who writes it."""

    nomination: Nomination
    category: Category
    sections: dict[str, SectionAnswers]
    closes_at: datetime
    is_extended: bool
    unread: int
    move_proposed: bool
    # What somebody else's nomination lets the actor do; None for one's own.
    right: Right | None = None


def list_own(work: Work, edition_id: UUID) -> list[OwnNomination]:
    """The nominations in an edition that the actor owns or takes part in, the newest first.

    The number of statements does not grow with the number of nominations.
    """
    session = work.session
    shared = collaborators.list_shared(work, edition_id)
    nominations = list(session.scalars(
        select(Nomination).where(
            Nomination.edition_id == edition_id, Nomination.discarded_at.is_(None),
            or_(Nomination.owner_id == work.actor.id, Nomination.id.in_(shared)),
        ).order_by(Nomination.created_at.desc(), Nomination.reference.desc())
    ))
    ids = [nomination.id for nomination in nominations]
    edition = editions.by_id(session, edition_id).edition
    closing = editions.load_closing(session, edition_id)
    sections = working_copy.load_sections(session, ids)
    until = dict(session.execute(
        select(Extension.nomination_id, func.max(Extension.until)).where(Extension.nomination_id.in_(ids))
        .group_by(Extension.nomination_id)
    ).all())
    unread = _unread(session, ids)
    proposed = set(session.scalars(
        select(CategoryMove.nomination_id)
        .where(CategoryMove.nomination_id.in_(ids), CategoryMove.answered_at.is_(None))
    ))
    return [
        OwnNomination(
            nomination, edition.category(nomination.category), sections[nomination.id],
            closing.effective(until.get(nomination.id)),
            closing.is_extended(until.get(nomination.id)), unread.get(nomination.id, 0), nomination.id in proposed,
            shared[nomination.id].right if nomination.owner_id != work.actor.id else None,
        )
        for nomination in nominations
    ]


def _unread(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    query = select(Message.nomination_id, func.count()).where(
        Message.nomination_id.in_(ids), Message.by_secretariat.is_(True), Message.read_at.is_(None)
    )
    return dict(session.execute(query.group_by(Message.nomination_id)).all())


@dataclass(frozen=True, slots=True)
class NominationOverview:
    """What the page of one nomination shows besides its answers."""

    late: tuple[LateAttempt, ...]
    extension: Extension | None
    move: CategoryMove | None
    unread: int


_LATE = (
    select(LateAttempt).where(LateAttempt.nomination_id == bindparam("nomination"))
    .order_by(LateAttempt.at, LateAttempt.id)
)
_EXTENSION = (
    select(Extension).where(Extension.nomination_id == bindparam("nomination"))
    .order_by(Extension.until.desc(), Extension.id).limit(1)
)


def load_overview(work: Work, nomination: Nomination) -> NominationOverview:
    """Late attempts, the extension that counts, the newest move proposed, messages not answered yet."""
    session = work.session
    this = {"nomination": nomination.id}
    late = session.scalars(_LATE, this)
    extension = session.scalars(_EXTENSION, this).one_or_none()
    move = session.scalars(policy_facts.NEWEST_MOVE, this).one_or_none()
    return NominationOverview(tuple(late), extension, move, _unread(session, [nomination.id]).get(nomination.id, 0))


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """A message and who wrote it."""

    message: Message
    author: str


def list_messages(work: Work, nomination: Nomination) -> list[ThreadMessage]:
    """The messages about a nomination, the oldest first."""
    rows = work.session.execute(
        select(Message, Account.name, Account.email).join(Account, Account.id == Message.author_id)
        .where(Message.nomination_id == nomination.id).order_by(Message.sent_at, Message.id)
    )
    return [ThreadMessage(message, name or email) for message, name, email in rows]
