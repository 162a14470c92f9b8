"""The one rule of the deadline at its edges: the last microsecond, the clock changes, more time for all and for one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from nominations.core.rules.deadline import Closing, is_open
from nominations.core.rules.local_time import end_of_day, local_instant

RABAT = "Africa/Casablanca"
A_MOMENT = timedelta(microseconds=1)
MIDNIGHT = datetime(2025, 11, 30, 23, 0, tzinfo=UTC)
CLOSING = Closing(MIDNIGHT, RABAT, MIDNIGHT)
WITH_GRACE = Closing(MIDNIGHT, RABAT, MIDNIGHT + timedelta(minutes=15))


def test_the_call_of_2025_closes_when_the_thirtieth_of_november_ends_in_rabat():
    assert end_of_day(date(2025, 11, 30), RABAT) == MIDNIGHT
    assert MIDNIGHT.astimezone(ZoneInfo(RABAT)).isoformat() == "2025-12-01T00:00:00+01:00"


@pytest.mark.parametrize(("now", "is_open"), [
    (MIDNIGHT - timedelta(seconds=1), True), (MIDNIGHT - A_MOMENT, True), (MIDNIGHT, False),
    (MIDNIGHT + A_MOMENT, False),
])
def test_the_last_microsecond_of_the_day_is_in_time_and_the_next_is_not(now, is_open):
    assert CLOSING.is_open(now) is is_open


def test_where_nothing_says_when_it_closes_nothing_is_open():
    assert not is_open(None, MIDNIGHT)


@pytest.mark.parametrize(("until", "extended"), [
    (None, False), (WITH_GRACE.enforced - A_MOMENT, False), (WITH_GRACE.enforced, False),
    (WITH_GRACE.enforced + A_MOMENT, True),
])
def test_an_extension_counts_where_it_ends_after_the_enforced_close(until, extended):
    assert WITH_GRACE.is_extended(until) is extended


@pytest.mark.parametrize("zone", ["UTC", "Asia/Baku", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu"])
def test_where_the_visitor_is_changes_nothing(zone):
    here = ZoneInfo(zone)

    assert CLOSING.is_open((MIDNIGHT - A_MOMENT).astimezone(here))
    assert not CLOSING.is_open(MIDNIGHT.astimezone(here))


def test_grace_is_enforced_but_not_announced():
    assert WITH_GRACE.is_open(WITH_GRACE.enforced - A_MOMENT)
    assert not WITH_GRACE.is_open(WITH_GRACE.enforced)
    assert WITH_GRACE.last_second == datetime(2025, 11, 30, 22, 59, 59, tzinfo=UTC)
    assert WITH_GRACE.closes_at_midnight


@pytest.mark.parametrize("until", [MIDNIGHT + timedelta(days=3), MIDNIGHT + A_MOMENT])
def test_a_personal_extension_gives_more_time_to_its_own_instant(until):
    assert CLOSING.effective(until) == until
    assert CLOSING.is_open(until - A_MOMENT, until)
    assert not CLOSING.is_open(until, until)


@pytest.mark.parametrize("until", [MIDNIGHT - timedelta(days=3), MIDNIGHT - A_MOMENT])
def test_an_extension_that_ends_before_the_close_takes_nothing_away(until):
    assert CLOSING.effective(until) == MIDNIGHT
    assert CLOSING.is_open(MIDNIGHT - A_MOMENT, until)


def test_an_extension_within_the_grace_does_not_shorten_it():
    assert WITH_GRACE.effective(MIDNIGHT + timedelta(minutes=1)) == WITH_GRACE.enforced


def test_a_call_never_closes_before_the_announced_deadline():
    with pytest.raises(ValueError, match="never shut before"):
        Closing(MIDNIGHT, RABAT, MIDNIGHT - A_MOMENT)


@pytest.mark.parametrize(("announced", "enforced"), [
    (MIDNIGHT.replace(tzinfo=None), MIDNIGHT), (MIDNIGHT, MIDNIGHT.replace(tzinfo=None)),
])
def test_a_closing_date_without_a_zone_is_refused(announced, enforced):
    with pytest.raises(ValueError, match="know their zone"):
        Closing(announced, RABAT, enforced)


def test_people_read_the_last_second_of_the_day():
    assert CLOSING.last_second.astimezone(ZoneInfo(RABAT)).time() == time(23, 59, 59)


@pytest.mark.parametrize(("announced", "at_midnight"), [
    (MIDNIGHT, True), (MIDNIGHT + timedelta(hours=1), False), (datetime(2026, 3, 1, 0, 0, tzinfo=UTC), True),
    (datetime(2026, 2, 28, 23, 0, tzinfo=UTC), False),
])
def test_midnight_is_that_of_the_time_zone(announced, at_midnight):
    assert Closing(announced, RABAT, announced).closes_at_midnight is at_midnight


# In 2026 Morocco's clocks go back on 15 February at three and forward on 22 March at two.
@pytest.mark.parametrize(("day", "ends"), [
    (date(2026, 2, 14), datetime(2026, 2, 14, 23, 0, tzinfo=UTC)),
    (date(2026, 2, 15), datetime(2026, 2, 16, 0, 0, tzinfo=UTC)),
    (date(2026, 3, 21), datetime(2026, 3, 22, 0, 0, tzinfo=UTC)),
    (date(2026, 3, 22), datetime(2026, 3, 22, 23, 0, tzinfo=UTC)),
])
def test_the_end_of_a_day_follows_the_clocks_of_ramadan(day, ends):
    assert end_of_day(day, RABAT) == ends


@pytest.mark.parametrize(("day", "hours"), [
    (date(2026, 2, 14), 24), (date(2026, 2, 15), 25), (date(2026, 3, 22), 23), (date(2025, 11, 30), 24),
])
def test_a_day_lasts_as_long_as_its_clocks_say(day, hours):
    assert end_of_day(day, RABAT) - end_of_day(day - timedelta(days=1), RABAT) == timedelta(hours=hours)


@pytest.mark.parametrize(("day", "at", "instant"), [
    (date(2026, 2, 14), time(2, 30), datetime(2026, 2, 14, 1, 30, tzinfo=UTC)),
    (date(2026, 2, 15), time(1, 59, 59), datetime(2026, 2, 15, 0, 59, 59, tzinfo=UTC)),
    (date(2026, 2, 15), time(3, 0), datetime(2026, 2, 15, 3, 0, tzinfo=UTC)),
    (date(2026, 3, 22), time(1, 59), datetime(2026, 3, 22, 1, 59, tzinfo=UTC)),
    (date(2026, 3, 22), time(3, 0), datetime(2026, 3, 22, 2, 0, tzinfo=UTC)),
])
def test_a_local_time_is_one_instant(day, at, instant):
    assert local_instant(day, at, RABAT) == instant


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(2, 59, 59, 999_999)])
def test_an_hour_that_comes_twice_means_its_second_coming(at):
    later = local_instant(date(2026, 2, 15), at, RABAT)

    assert later == datetime.combine(date(2026, 2, 15), at, UTC)
    assert (later - timedelta(hours=1)).astimezone(ZoneInfo(RABAT)).time() == at


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(2, 59, 59, 999_999)])
def test_an_hour_that_does_not_exist_is_refused(at):
    with pytest.raises(ValueError, match="does not exist"):
        local_instant(date(2026, 3, 22), at, RABAT)


def test_an_hour_that_exists_in_rabat_may_not_exist_elsewhere():
    with pytest.raises(ValueError, match="does not exist"):
        local_instant(date(2026, 3, 29), time(2, 30), "Europe/Paris")
    assert local_instant(date(2026, 3, 29), time(2, 30), RABAT) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
