"""Records who opened which part of a nomination, in which role and when (decision 10)."""

from uuid import UUID

from nominations.access.queries import access_log
from nominations.core.work import access_row
from nominations.web.request import work, write_at_the_end


def log_opening(nomination_id: UUID, what: str) -> None:
    """Record that the actor opens the part `what` now. The row is written before the page is sent."""
    write_at_the_end(access_row(work(), nomination_id, what))


def log_first_opening(nomination_id: UUID, what: str) -> None:
    """The same, but only the first time: a reviewer opens a nomination many times."""
    if not access_log.was_opened(work(), nomination_id, what):
        log_opening(nomination_id, what)
