"""Every opening of a file by the house leaves a row: who, as what, which part, when (decision 10)."""

from uuid import UUID

from flask import current_app

from nominations.queries import cards
from nominations.web.request import work
from nominations.work import note_opening


def opened(nomination_id: UUID, what: str) -> None:
    """Write down that the actor opens this part of the file now."""
    note_opening(current_app.extensions["engine"], work(), nomination_id, what)


def opened_first(nomination_id: UUID, what: str) -> None:
    """The same, the first time only: a reviewer comes back to a file many times."""
    if not cards.was_opened(work(), nomination_id, what):
        opened(nomination_id, what)
