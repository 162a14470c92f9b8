"""The official places by the rule of the edition."""

from decimal import Decimal

import pytest

from nominations.ranking.rules import places
from nominations.rounds.rules import scoring

WEIGHTS = {"a": 50, "b": 50}
MARKS = {
    "one": [{"a": 8, "b": 8}], "two": [{"a": 8, "b": 8}], "three": [{"a": 9, "b": 9}], "none": [],
}
ADJUSTED = {"one": 79.004, "two": 79.006, "three": 70.0}


def order(rule, adjusted):
    lines = places.apply_rule(scoring.rank_files(MARKS, WEIGHTS), rule, adjusted)
    return [(line.file, line.place, line.shared) for line in lines]


@pytest.mark.parametrize(("rule", "expected"), [
    ("raw", [("three", 1, False), ("one", 2, True), ("two", 2, True), ("none", None, False)]),
    ("tie_break", [("three", 1, False), ("two", 2, False), ("one", 3, False), ("none", None, False)]),
    ("adjusted", [("two", 1, False), ("one", 2, False), ("three", 3, False), ("none", None, False)]),
])
def test_each_rule_orders_in_its_own_way(rule, expected):
    assert order(rule, ADJUSTED) == expected


@pytest.mark.parametrize("rule", ["adjusted", "tie_break"])
def test_while_one_file_has_no_adjusted_score_the_plain_mean_decides(rule):
    assert order(rule, {"one": 79.0, "two": 79.1}) == order("raw", {})
    assert not places.is_ranked_by_adjusted(rule, ["one", "two", "three"], {"one": 1.0})


def test_equal_at_two_decimals_is_equal():
    assert order("tie_break", ADJUSTED | {"one": Decimal("79.0100"), "two": 79.0123})[1:3] == [
        ("one", 2, True), ("two", 2, True)
    ]
