"""Whether somebody has opened a part of a file before."""

from uuid import UUID

from sqlalchemy import exists, select

from nominations.core.tables import (
    Access,
)
from nominations.core.work import Work


def was_opened(work: Work, nomination_id: UUID, what: str) -> bool:
    """Whether the actor has opened this before, in this role."""
    return bool(work.session.scalar(select(exists().where(
        Access.account_id == work.actor.id, Access.nomination_id == nomination_id, Access.what == what,
        Access.role == work.actor.role.value,
    ))))
