"""What a reviewer opens for the first time leaves a row: it is not in the ledger, but it is known."""

from uuid import UUID

from flask import current_app

from nominations.queries import cards
from nominations.web.request import work
from nominations.work import note


def opened(nomination_id: UUID, what: str) -> None:
    """Note the first time that this person opens `what` of this file."""
    first = cards.first_opening(work(), nomination_id, what)
    if first is not None:
        note(current_app.extensions["engine"], first)
