"""Private links: with one, somebody without an account may do one thing, once, until a date."""

from datetime import datetime
from enum import StrEnum

from nominations.core.rules.deadline import is_open


class Purpose(StrEnum):
    """What a link lets its bearer do."""

    LETTER = "letter"
    CONSENT = "consent"
    INVITATION = "invitation"


class End(StrEnum):
    """How a link ended before its date."""

    USED = "used"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class LinkState(StrEnum):
    """Whether a link still works and, if not, why. `unknown`: no such link was ever given."""

    ALIVE = "alive"
    USED = "used"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


def link_state(end: End | None, expires_at: datetime, now: datetime) -> LinkState:
    """Whether a link works at `now`; its date is the first instant at which it does not."""
    if end is not None:
        return LinkState(end.value)
    return LinkState.ALIVE if is_open(expires_at, now) else LinkState.EXPIRED
