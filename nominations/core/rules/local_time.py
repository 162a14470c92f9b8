"""Instants by the clocks of a zone: the end of a day, a time of day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def end_of_day(day: date, zone: str) -> datetime:
    """The exclusive instant at which `day` ends by the clocks of `zone`, in UTC.

    The next local midnight comes from the zone, not from adding 24 hours: the clocks may change in between.
    """
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone)).astimezone(UTC)


def local_instant(day: date, at: time, zone: str) -> datetime:
    """The instant at which the clocks of `zone` show `at` on `day`, in UTC.

    Where the clocks go back and the hour comes twice, it is the later one, so that nobody loses time.
    Raises `ValueError` where the clocks go forward and the hour does not exist.
    """
    wall = datetime.combine(day, at, ZoneInfo(zone)).replace(fold=1)
    instant = wall.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise ValueError("That hour does not exist in this zone: the clocks go forward.")
    return instant
