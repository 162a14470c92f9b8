"""Every opening of a file by the house leaves a row: who, as what, which part, when (decision 10)."""

from uuid import UUID, uuid4

from flask import current_app, g
from sqlalchemy import insert

from nominations.models import Access
from nominations.work import note


def opened(nomination_id: UUID, what: str) -> None:
    """Write down that the actor opens this part of the file now."""
    note(current_app.extensions["engine"], insert(Access).values(
        id=uuid4(), account_id=g.actor.id, role=g.actor.role.value, nomination_id=nomination_id, what=what, at=g.now,
    ))
