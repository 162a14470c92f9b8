"""A reviewer's own scale: what lies apart, how the steps are used, the difference to the panel with its margin."""

from decimal import Decimal
from fractions import Fraction

import pytest

from nominations.reviewing.rules import scale


def points(*values):
    return {f"file {number}": Decimal(value) for number, value in enumerate(values)}


@pytest.mark.parametrize(("values", "apart"), [
    ((50, 60, 70, 75, 95), {"file 4"}), ((50, 60, 70, 75, 90), set()), (("50", "60", "70", "75", "90.1"), {"file 4"}),
    ((5, 50, 60, 70, 75), {"file 0"}), ((35, 50, 60, 70, 75), set()), ((0, 50, 51, 100), set()), ((), set()),
])
def test_a_score_lies_apart_when_it_is_far_beyond_all_others_of_five_or_more(values, apart):
    assert set(scale.find_outliers(points(*values))) == apart


def test_an_outlier_says_between_what_the_others_lie():
    outlier = scale.find_outliers(points(50, 60, 70, 75, 95))["file 4"]

    assert (outlier.total, outlier.low, outlier.high) == (95, 50, 75)


def test_the_last_step_holds_a_hundred_too():
    used = scale.measure_use([Decimal(value) for value in ("0", "9.9", "10", "89.9", "90", "100")])

    assert used.steps == (2, 1, 0, 0, 0, 0, 0, 0, 1, 2)
    assert (used.count, used.spread) == (6, 100)


def test_the_difference_is_the_mean_of_file_by_file_with_two_standard_errors():
    others = [Decimal(70), Decimal(80)]  # their mean is 75
    pairs = [(Decimal(value), others) for value in (67, 69, 71, 67, 71)]

    difference = scale.measure_difference(pairs)

    assert (difference.points, difference.files) == (Fraction(-6), 5)
    assert difference.margin == pytest.approx(2 * (4 / 5) ** 0.5)


def test_files_that_nobody_else_scored_take_no_part_in_the_difference():
    pairs = [(Decimal(60), [Decimal(70)])] * 4 + [(Decimal(0), [])]

    assert scale.measure_difference(pairs) is None
