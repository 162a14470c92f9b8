"""What somebody typed into a form: parsed as a text or an instant, or refused with a problem at its field."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nominations.core.rules.errors import Invalid
from nominations.core.rules.local_time import end_of_day, local_instant
from nominations.core.rules.text.days import understand_day
from nominations.core.rules.text.signs import plain_signs, trim_signs
from nominations.core.rules.text.stored_text import clean, refused_characters

LONGEST = 10_000


def parse_text(field: str, text: str, *, most: int = LONGEST, required: bool = True) -> str:
    """The text with LF line ends; raises `Invalid` at `field` where it is missing, too long or cannot be stored."""
    cleaned = clean(text)
    if required and not cleaned.strip():
        raise Invalid(**{field: "missing"})
    if refused := refused_characters(cleaned):
        raise Invalid(**{field: ("refused_characters", {"characters": ", ".join(refused)})})
    if len(cleaned) > most:
        raise Invalid(**{field: ("too_many_characters", {"count": len(cleaned), "most": most})})
    return cleaned


def parse_line(field: str, text: str, *, most: int) -> str:
    """A name or the like, which may be empty, without blanks and invisible characters around it.

    Raises `Invalid` at `field`.
    """
    line = trim_signs(parse_text(field, text, most=most, required=False))
    if "\n" in line:
        raise Invalid(**{field: "line_break"})
    return line


def parse_end_of_day(field: str, day: str, zone: str) -> datetime:
    """The exclusive instant at which that whole day ends by the clocks of `zone`."""
    return end_of_day(_parse_day(field, day), zone)


def parse_instant(day_field: str, day: str, time_field: str, at: str, zone: str) -> datetime:
    """The instant at which the clocks of `zone` show that time on that day."""
    typed = _parse_day(day_field, day)
    try:
        clock = time.fromisoformat(plain_signs(at))
    except ValueError:
        raise Invalid(**{time_field: "not_time"}) from None
    if clock.tzinfo is not None or clock.microsecond:
        raise Invalid(**{time_field: "not_time"})
    try:
        return local_instant(typed, clock, zone)
    except ValueError:
        raise Invalid(**{time_field: "no_such_hour"}) from None


def _parse_day(field: str, text: str) -> date:
    day = understand_day(text)
    if day.value is None:
        raise Invalid(**{field: (day.problem, dict(day.params))})
    if not 2000 <= day.value.year <= 2999:
        raise Invalid(**{field: "not_date"})
    return day.value


def comes_twice(at: datetime, zone: str) -> bool:
    """Whether the clocks of `zone` show this very time twice that day, because they are set back in between."""
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return any(
        (at + shift).astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
        for shift in (timedelta(minutes=minutes) for minutes in (-120, -60, -30, 30, 60, 120))
    )
