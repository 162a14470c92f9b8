"""What the first place rests on, from the marks alone."""

from fractions import Fraction

import pytest

from nominations.ranking.rules.first_place import OtherFirst, examine_first_place

WEIGHTS = {"value": 60, "care": 40}


def both(mark):
    return {"value": mark, "care": mark}


def test_a_reviewer_whose_marks_carry_the_first_place_is_named():
    files = {"A": {"e": both(10), "f": both(6)}, "B": {"e": both(7), "f": both(8)}}

    place = examine_first_place(files, WEIGHTS, 10)

    assert (place.first, place.lead) == (("A",), Fraction(5))
    assert place.without_reviewer == (OtherFirst("e", ("B",)),)
    assert not place.is_steady


def test_a_first_place_that_rests_on_nobody_is_steady():
    files = {"A": {"e": both(9), "f": both(9)}, "B": {"e": both(7), "f": both(8)}}

    assert examine_first_place(files, WEIGHTS, 10).is_steady


def test_the_only_review_of_the_first_left_out_puts_the_next_there():
    place = examine_first_place({"A": {"e": both(9)}, "B": {"f": both(7)}}, WEIGHTS, 10)

    assert place.without_reviewer == (OtherFirst("e", ("B",)),)


def test_a_criterion_and_equal_weights_can_put_another_first():
    files = {"A": {"e": {"value": 10, "care": 5}}, "B": {"e": {"value": 6, "care": 10}}}

    place = examine_first_place(files, WEIGHTS, 10)

    assert place.first == ("A",)
    assert place.without_criterion == (OtherFirst("value", ("B",)),)
    assert place.equal_weights == ("B",)


def test_a_tie_that_one_reviewer_makes_is_a_change():
    files = {"A": {"e": both(8), "f": both(8)}, "B": {"e": both(10), "f": both(6)}}

    place = examine_first_place(files, WEIGHTS, 10)

    assert (place.first, place.lead) == (("A", "B"), None)
    assert place.without_reviewer == (OtherFirst("e", ("A",)), OtherFirst("f", ("B",)))


@pytest.mark.parametrize("files", [{}, {"A": {}}, {"A": {"e": {"value": None, "care": None}}}])
def test_nothing_ranked_has_no_first_place(files):
    assert examine_first_place(files, WEIGHTS, 10) is None


def test_one_criterion_is_never_left_out():
    place = examine_first_place({"A": {"e": {"value": 4}}}, {"value": 100}, 10)

    assert place.is_steady
