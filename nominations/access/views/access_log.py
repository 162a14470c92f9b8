"""Each time staff open a part of a nomination, a row says who, in which role, which part and when (decision 10)."""

from uuid import UUID

from nominations.access.queries import access_log
from nominations.core.work import access_row
from nominations.web.request import work, write_at_the_end


def log_opening(nomination_id: UUID, what: str) -> None:
    """Write down that the actor opens this part of the file now; written before the page leaves."""
    write_at_the_end(access_row(work(), nomination_id, what))


def log_first_opening(nomination_id: UUID, what: str) -> None:
    """The same, the first time only: a reviewer comes back to a file many times."""
    if not access_log.was_opened(work(), nomination_id, what):
        log_opening(nomination_id, what)
