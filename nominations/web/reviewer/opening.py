"""What a reviewer opens for the first time leaves a row: it is not in the ledger, but it is known."""

from uuid import UUID, uuid4

from flask import current_app
from sqlalchemy import insert

from nominations.models import Access
from nominations.queries import cards
from nominations.web.request import work
from nominations.work import note


def opened(nomination_id: UUID, what: str) -> None:
    """Note the first time that this person opens `what` of this file."""
    here = work()
    if cards.was_opened(here, nomination_id, what):
        return
    note(current_app.extensions["engine"], insert(Access).values(
        id=uuid4(), account_id=here.actor.id, role=here.actor.role.value, nomination_id=nomination_id, what=what,
        at=here.now,
    ))
