"""Every opening of a file by the house leaves a row: who, as what, which part, when (decision 10)."""

from uuid import UUID

from nominations.access.queries import access_log
from nominations.core.work import access_row
from nominations.web.request import note_at_the_end, work


def opened(nomination_id: UUID, what: str) -> None:
    """Write down that the actor opens this part of the file now; written before the page leaves."""
    note_at_the_end(access_row(work(), nomination_id, what))


def opened_first(nomination_id: UUID, what: str) -> None:
    """The same, the first time only: a reviewer comes back to a file many times."""
    if not access_log.was_opened(work(), nomination_id, what):
        opened(nomination_id, what)
