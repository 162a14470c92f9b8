"""Tells whether somebody has opened a part of a nomination before."""

from uuid import UUID

from sqlalchemy import exists, select

from nominations.core.tables import (
    Access,
)
from nominations.core.work import Work


def was_opened(work: Work, nomination_id: UUID, what: str) -> bool:
    """Whether the actor has opened the part `what` of the nomination before, in the same role."""
    return bool(work.session.scalar(select(exists().where(
        Access.account_id == work.actor.id, Access.nomination_id == nomination_id, Access.what == what,
        Access.role == work.actor.role.value,
    ))))
