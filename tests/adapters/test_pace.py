"""Misses are counted by key, and forgotten."""

from nominations.adapters import clock
from nominations.adapters.pace import Pace


def test_whoever_misses_too_often_waits_and_nobody_else_does(monkeypatch):
    instant = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: instant[0])
    pace = Pace(2, 60)

    pace.miss("a")
    assert pace.allows("a")
    pace.miss("a")
    assert (pace.allows("a"), pace.allows("b")) == (False, True)
    instant[0] += 61
    assert pace.allows("a")


def test_a_crowd_of_addresses_takes_a_bounded_place():
    pace = Pace(1, 60)
    for number in range(10_050):
        pace.miss(str(number))

    assert pace.allows("0")
    assert not pace.allows("10049")
