"""Scores are exact, places are shared fairly, and a card says what it lacks."""

from decimal import Decimal
from fractions import Fraction

import pytest

from nominations.rounds.rules.scoring import (
    Card,
    CardGap,
    CardProblem,
    criterion_means,
    find_card_problems,
    mean,
    needs_reason,
    rank_files,
    review_score,
    round_half_up,
)

WEIGHTS = {"technical": 25, "impact": 25, "innovation": 20, "management": 20, "example": 10}
EVEN = {"a": 50, "b": 50}


def marks(*values):
    return dict(zip(WEIGHTS, values, strict=True))


def words(text):
    return len(text.split())


@pytest.mark.parametrize(("value", "shown"), [
    (Fraction(1, 3), "0.33"), (Fraction(2, 3), "0.67"), (Fraction(5, 1000), "0.01"),
    (Fraction(4999, 1_000_000), "0.00"),
    (Fraction(-5, 1000), "-0.01"), (Decimal("70.125"), "70.13"), (Decimal("70.115"), "70.12"), (100, "100.00"),
])
def test_halves_are_rounded_up_as_a_spreadsheet_does(value, shown):
    assert str(round_half_up(value)) == shown


def test_a_review_is_weighted_and_out_of_a_hundred():
    score = review_score(marks(8, 7, 6, 9, 5), WEIGHTS)

    assert (score.value, score.complete, score.counts) == (Fraction("72.5"), True, True)


def test_only_tops_is_a_hundred_and_only_zeros_is_nothing():
    assert review_score(marks(10, 10, 10, 10, 10), WEIGHTS).value == 100
    assert review_score(marks(0, 0, 0, 0, 0), WEIGHTS).value == 0


def test_an_unmarked_criterion_leaves_the_weight_to_the_others():
    score = review_score({"technical": 8, "impact": 6}, WEIGHTS)

    assert (score.value, score.share, score.complete, score.counts) == (70, Fraction(1, 2), False, False)


@pytest.mark.parametrize(("given", "counts"), [
    ({"a": 6, "b": 6}, True), ({"a": 6}, True), ({"b": 6}, False), ({}, False),
])
def test_a_review_counts_from_sixty_percent_of_the_weight(given, counts):
    assert review_score(given, {"a": 60, "b": 40}).counts is counts


def test_marks_of_criteria_the_edition_does_not_know_are_ignored():
    assert review_score({"a": 4, "b": 4, "charm": 10}, EVEN).value == 40


def test_the_mean_of_thirds_is_exact():
    assert mean([Fraction("70.1"), Fraction("70.1"), Fraction("70.2")]) == Fraction(2104, 30)
    assert mean([]) is None


def test_equal_means_share_a_place_and_the_next_place_is_skipped():
    files = {
        "C": [{"a": 7, "b": 7}], "A": [{"a": 9, "b": 9}], "D": [{"a": 6, "b": 8}], "E": [{"a": 1, "b": 1}], "N": [],
    }

    places = [(line.file, line.place, line.shared) for line in rank_files(files, EVEN)]

    assert places == [("A", 1, False), ("C", 2, True), ("D", 2, True), ("E", 4, False), ("N", None, False)]


def test_means_are_equal_when_their_two_decimals_are():
    weights = {"a": 9999, "b": 1}
    files = {"X": [{"a": 7, "b": 7}], "Y": [{"a": 7, "b": 8}], "Z": [{"a": 7, "b": 10}]}

    first, second, third = rank_files(files, weights)

    assert first.mean != second.mean
    assert [line.place for line in (first, second, third)] == [1, 1, 1]


def test_spread_is_the_largest_review_minus_the_smallest():
    (file,) = rank_files({"A": [{"a": 9, "b": 8}, {"a": 5, "b": 6}, {"a": 7, "b": 7}]}, EVEN)

    assert (file.mean, file.spread, file.widest_gap, file.reviews) == (70, 30, 4, 3)
    assert file.to_discuss


def test_a_gap_of_five_in_one_criterion_is_for_the_jury_even_when_totals_agree():
    (file,) = rank_files({"A": [{"a": 9, "b": 4}, {"a": 4, "b": 9}]}, EVEN)

    assert (file.spread, file.to_discuss) == (0, True)


@pytest.mark.parametrize(("reviews", "few"), [(0, False), (1, True), (2, True), (3, False)])
def test_one_or_two_reviews_give_a_place_with_a_mark(reviews, few):
    (file,) = rank_files({"A": [{"a": 5, "b": 5}] * reviews}, EVEN)

    assert (file.few, file.place) == (few, 1 if reviews else None)


def test_a_review_that_marks_too_little_is_not_counted():
    (file,) = rank_files({"A": [{"a": 10}, {"a": 5, "b": 5}]}, EVEN)

    assert (file.reviews, file.mean) == (1, 50)


def test_the_order_in_which_files_come_changes_nothing():
    files = {"A": [{"a": 5, "b": 5}], "B": [{"a": 5, "b": 5}], "C": []}

    assert rank_files(files, EVEN) == rank_files(dict(reversed(files.items())), EVEN)


def test_means_by_criterion_keep_the_order_of_the_edition():
    assert list(criterion_means([{"b": 1}, {"b": 2, "a": 4}], EVEN).items()) == [("a", 4), ("b", Fraction(3, 2))]
    assert criterion_means([], EVEN) == {"a": None, "b": None}


@pytest.mark.parametrize(("mark", "needed"), [
    (0, True), (2, True), (3, False), (8, False), (9, True), (10, True), (None, False),
])
def test_very_low_and_very_high_marks_need_a_reason(mark, needed):
    assert needs_reason(mark) is needed


FULL = Card({"a": 5, "b": 6}, {}, "word " * 50, "Craft", "Upkeep", "reserve")


def test_a_finished_card_has_no_problem():
    assert find_card_problems(FULL, EVEN, words) == ()


def test_an_empty_card_says_everything_it_lacks_in_the_order_of_the_card():
    assert find_card_problems(Card({}, {}), EVEN, words) == (
        CardProblem(CardGap.MARK_MISSING, "a"),
        CardProblem(CardGap.MARK_MISSING, "b"),
        CardProblem(CardGap.COMMENT_SHORT, params={"least": 50, "words": 0}),
        CardProblem(CardGap.STRENGTH_MISSING),
        CardProblem(CardGap.WEAKNESS_MISSING),
        CardProblem(CardGap.RECOMMENDATION_MISSING),
    )


def test_blanks_are_not_a_reason():
    card = Card({"a": 10, "b": 1}, {"a": "  ", "b": "No plan."}, FULL.comment, "Craft", "Upkeep", "no")

    assert find_card_problems(card, EVEN, words) == (CardProblem(CardGap.REASON_MISSING, "a", {"mark": 10}),)


@pytest.mark.parametrize("mark", [-1, 11, Decimal("7.5")])
def test_a_mark_outside_the_scale_is_refused(mark):
    card = Card({"a": mark, "b": 5}, {}, FULL.comment, "Craft", "Upkeep", "no")

    assert find_card_problems(card, EVEN, words) == (CardProblem(CardGap.MARK_OUT_OF_RANGE, "a", {"top": 10}),)


def test_forty_nine_words_are_too_few():
    card = Card(FULL.marks, {}, "word " * 49, "Craft", "Upkeep", "no")

    assert find_card_problems(card, EVEN, words) == (
        CardProblem(CardGap.COMMENT_SHORT, params={"least": 50, "words": 49}),
    )
