"""The outbox, read: how many letters stand where, and what went wrong with the newest."""

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


def list_texts_to(session: Session, address: str) -> list[str]:
    """What was written to an address, the oldest first: the demonstration's people read their mail here."""
    return list(session.scalars(select(Letter.text).where(Letter.address == address).order_by(Letter.written_at)))


def list_due(work: Work) -> list[UUID]:
    """The letters that are due, the oldest first."""
    return list(work.session.scalars(
        select(Letter.id).where(Letter.state == LetterState.WAITING, Letter.next_try_at <= work.now)
        .order_by(Letter.written_at, Letter.id).limit(500)
    ))
