"""The one rule that decides the deadline.

Closing instants are exclusive: what arrives at that very instant is late, the last instant before it is in time.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def is_open(closes_at: datetime | None, now: datetime) -> bool:
    """Whether what arrived complete at `now` is in time. Where there is no closing instant nothing is open.

    The only comparison of a closing instant in Python; `call.queries.deadlines.is_open` is the same in SQL.
    """
    return closes_at is not None and now < closes_at


@dataclass(frozen=True, slots=True)
class Closing:
    """When a call closes: as announced, in the zone it was announced in, and as enforced (announced plus grace)."""

    announced: datetime
    zone: str
    enforced: datetime

    def __post_init__(self) -> None:
        if self.announced.tzinfo is None or self.enforced.tzinfo is None:
            raise ValueError("A closing date needs times that know their zone.")
        if self.enforced < self.announced:
            raise ValueError("A call is never shut before the announced close.")

    def effective(self, extended_until: datetime | None = None) -> datetime:
        """The exclusive instant that counts for a nomination, a personal extension included."""
        return self.enforced if extended_until is None else max(self.enforced, extended_until)

    def is_open(self, now: datetime, extended_until: datetime | None = None) -> bool:
        """Whether what arrived complete at `now` is in time."""
        return is_open(self.effective(extended_until), now)

    def is_extended(self, extended_until: datetime | None) -> bool:
        """Whether a personal extension gives more time than everybody has."""
        return extended_until is not None and extended_until > self.enforced

    @property
    def closes_at_midnight(self) -> bool:
        """Whether the close is the end of a day by the clocks of its zone."""
        return self.announced.astimezone(ZoneInfo(self.zone)).time() == time.min

    @property
    def last_second(self) -> datetime:
        """The last whole second that is in time, as it is shown: 23:59:59."""
        return self.announced - timedelta(seconds=1)
