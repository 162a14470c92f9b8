"""Loads opened editions and their closing dates."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from nominations.core.rules.deadline import Closing
from nominations.core.tables import ClosingDate, OpenEdition
from nominations.editions.rules.edition import Edition, from_json


@dataclass(frozen=True, slots=True)
class Pinned:
    """An opened edition: the id of its row and its content."""

    id: UUID
    edition: Edition


@lru_cache(maxsize=32)
def _parse(sha256: str, content: str) -> Edition:
    return from_json(content)


# An opened edition never changes, so it is cached by the id of its row.
_known: dict[UUID, Pinned] = {}


# Built once, because every request runs one of them.
_OF_CODE = select(OpenEdition.id).where(OpenEdition.code == bindparam("code"))
_NEWEST = select(OpenEdition.id).order_by(OpenEdition.opened_at.desc(), OpenEdition.code.desc()).limit(1)


def load_opened(session: Session, code: str) -> Pinned | None:
    """The opened edition with this code; None where there is none."""
    return _load_pinned(session, session.scalar(_OF_CODE, {"code": code}))


def load_newest(session: Session) -> Pinned | None:
    """The edition opened last, which pages without an edition in their address are about; None without one."""
    return _load_pinned(session, session.scalar(_NEWEST))


def by_id(session: Session, edition_id: UUID) -> Pinned:
    """The opened edition with this id, which a row refers to. Raises `LookupError`."""
    pinned = _load_pinned(session, edition_id)
    if pinned is None:
        raise LookupError(f"There is no edition {edition_id}.")
    return pinned


def _load_pinned(session: Session, edition_id: UUID | None) -> Pinned | None:
    if edition_id is None:
        return None
    if edition_id not in _known:
        row = session.get_one(OpenEdition, edition_id)
        _known[edition_id] = Pinned(row.id, _parse(row.sha256, row.content))
    return _known[edition_id]


def load_closing(session: Session, edition_id: UUID, *, lock: bool = False) -> Closing:
    """The deadline by the newest announcement. `lock` locks its row until the transaction ends."""
    newest_first = select(ClosingDate).where(ClosingDate.edition_id == edition_id).order_by(ClosingDate.number.desc())
    if lock:
        newest_first = newest_first.with_for_update()
    row = session.scalars(newest_first.limit(1)).one()
    return Closing(row.closes_at, row.zone, row.enforced_at)


def list_closing_dates(session: Session, edition_id: UUID) -> list[ClosingDate]:
    """Every announcement, the oldest first."""
    return list(session.scalars(
        select(ClosingDate).where(ClosingDate.edition_id == edition_id).order_by(ClosingDate.number)
    ))
