"""The one rule that decides the deadline.

Closing instants are exclusive: what arrives at that very instant is late, the last instant before it is in time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


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
        return now < self.effective(extended_until)

    @property
    def closes_at_midnight(self) -> bool:
        """Whether the close is the end of a day by the clocks of its zone."""
        return self.announced.astimezone(ZoneInfo(self.zone)).time() == time.min

    @property
    def last_second(self) -> datetime:
        """The last whole second that is in time, as people say it: 23:59:59."""
        return self.announced - timedelta(seconds=1)


def end_of_day(day: date, zone: str) -> datetime:
    """The exclusive instant at which `day` ends by the clocks of `zone`, in UTC.

    The next local midnight is asked of the zone, never computed by adding 24 hours: a clock change may lie between.
    """
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone)).astimezone(UTC)


def local_instant(day: date, at: time, zone: str) -> datetime:
    """The instant at which the clocks of `zone` show `at` on `day`, in UTC.

    Where the clocks go back and the hour comes twice, the later one is meant: it takes nothing from anybody.
    Raises `ValueError` where the clocks go forward and the hour does not exist.
    """
    wall = datetime.combine(day, at, ZoneInfo(zone)).replace(fold=1)
    instant = wall.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise ValueError("That hour does not exist in this zone: the clocks go forward.")
    return instant
