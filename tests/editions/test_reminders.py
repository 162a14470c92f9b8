"""Which reminder is due: the newest whose time has come, never an older one late, never one for a passed event."""

from datetime import UTC, datetime, timedelta

import pytest

from nominations.editions.rules.reminders import Audience, Event, Reminder, find_due

CLOSE = datetime(2025, 11, 30, 23, tzinfo=UTC)
LONG_AGO = CLOSE - timedelta(days=100)
A_MOMENT = timedelta(microseconds=1)
BEFORE = [Reminder(f"h{-hours}", Event.CLOSE, hours, Audience.UNFINISHED_DRAFTS, "t") for hours in (-336, -72, -24)]
AFTER = Reminder("late", Event.CLOSE, 24, Audience.UNFINISHED_DRAFTS, "t")


def key(now, since=LONG_AGO, schedule=BEFORE):
    reminder = find_due(schedule, CLOSE, since, now)
    return reminder.key if reminder else None


@pytest.mark.parametrize(("hours", "expected"), [(337, None), (336, "h336"), (73, "h336"), (72, "h72"), (24, "h24")])
def test_each_takes_over_from_the_one_before_to_the_microsecond(hours, expected):
    at = CLOSE - timedelta(hours=hours)

    assert key(at) == expected
    if expected and hours in (336, 72, 24):
        assert key(at - A_MOMENT) != expected


def test_none_is_sent_once_the_event_has_passed():
    assert key(CLOSE - A_MOMENT) == "h24"
    assert key(CLOSE) is None


def test_what_was_due_before_it_began_to_hold_says_nothing_new():
    assert key(CLOSE - timedelta(hours=300), since=CLOSE - timedelta(hours=310)) is None
    assert key(CLOSE - timedelta(hours=71), since=CLOSE - timedelta(hours=310)) == "h72"


def test_one_after_the_event_is_due_after_it_and_takes_over():
    assert key(CLOSE + timedelta(hours=23), schedule=[*BEFORE, AFTER]) is None
    assert key(CLOSE + timedelta(hours=24), schedule=[*BEFORE, AFTER]) == "late"
