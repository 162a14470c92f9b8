"""Misses are counted by key, and forgotten."""

from datetime import timedelta

from nominations.web.rate_limit import RateLimit
from tests.support.make import START

MINUTE = timedelta(minutes=1)


def test_whoever_misses_too_often_waits_and_nobody_else_does():
    pace = RateLimit(2, MINUTE)

    pace.count("a", START)
    assert pace.allows("a", START)
    pace.count("a", START)
    assert (pace.allows("a", START), pace.allows("b", START)) == (False, True)
    assert not pace.allows("a", START + MINUTE - timedelta(microseconds=1))
    assert pace.allows("a", START + MINUTE)


def test_many_addresses_take_a_limited_amount_of_memory():
    pace = RateLimit(1, MINUTE)
    for number in range(10_050):
        pace.count(str(number), START)

    assert pace.allows("0", START)
    assert not pace.allows("10049", START)
