"""The outbox, read: how many letters stand where, what went wrong with the newest, and what waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nominations.core.rules.vocabulary import LetterState
from nominations.core.tables import Letter
from nominations.core.work import Work


def count_by_state(session: Session) -> list[tuple[LetterState, int]]:
    """How many letters stand in each state."""
    rows = session.execute(select(Letter.state, func.count()).group_by(Letter.state).order_by(Letter.state))
    return [(state, count) for state, count in rows]


def list_troubled(session: Session, most: int = 20) -> list[tuple[UUID, str, str]]:
    """Id, template and trouble of the newest letters that met one."""
    rows = session.execute(
        select(Letter.id, Letter.template, Letter.trouble).where(Letter.trouble != "")
        .order_by(Letter.written_at.desc(), Letter.id).limit(most)
    )
    return [(identity, template, trouble) for identity, template, trouble in rows]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that has waited for long: how often it was tried, when it is tried again, and what went wrong."""

    id: UUID
    template: str
    tries: int
    next_try_at: datetime | None
    trouble: str


def list_waiting(session: Session, written_before: datetime, most: int = 20) -> list[Waiting]:
    """The letters that wait since before that instant, the oldest first."""
    rows = session.execute(
        select(Letter.id, Letter.template, Letter.tries, Letter.next_try_at, Letter.trouble)
        .where(Letter.state == LetterState.WAITING, Letter.written_at < written_before)
        .order_by(Letter.written_at, Letter.id).limit(most)
    )
    return [Waiting(*row) for row in rows]


def list_failed(session: Session, written_since: datetime) -> list[str]:
    """What the letters since that instant failed of, the newest first."""
    return list(session.scalars(
        select(Letter.trouble).where(Letter.state == LetterState.FAILED, Letter.written_at >= written_since)
        .order_by(Letter.written_at.desc(), Letter.id)
    ))


def find_newest_state(session: Session, template: str, address: str) -> LetterState | None:
    """How the newest letter of this kind to an address stands, for whoever waits for it; None if there is none."""
    return session.scalar(
        select(Letter.state).where(Letter.address == address, Letter.template == template)
        .order_by(Letter.written_at.desc(), Letter.id).limit(1)
    )


def list_texts_to(session: Session, address: str) -> list[str]:
    """What was written to an address, the oldest first: the demonstration's people read their mail here."""
    return list(session.scalars(select(Letter.text).where(Letter.address == address).order_by(Letter.written_at)))


def list_due(work: Work, *, secret: bool | None = None) -> list[UUID]:
    """The letters that are due, the oldest first; those with a code or a private link, or the others, where `secret`
    says which."""
    conditions = [] if secret is None else [Letter.secret.is_(secret)]
    return list(work.session.scalars(
        select(Letter.id).where(Letter.state == LetterState.WAITING, Letter.next_try_at <= work.now, *conditions)
        .order_by(Letter.written_at, Letter.id).limit(500)
    ))
