"""The arithmetic of marks: score of a review, mean of a nomination, ranking of a category, problems of a score card.

Calculations are exact; a value is rounded once, half up, when it is shown (decisions 35 and 36).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from nominations.editions.rules.edition import TOP

ENOUGH_REVIEWS = 3
LEAST_SHARE = Fraction(60, 100)  # of the total weight; a review that marks less is listed but not counted
WIDE_SPREAD = Decimal(25)  # out of 100; from here on the jury must discuss the nomination
WIDE_GAP = 5  # between the highest and the lowest mark of one criterion; from here on as well

Mark = int | Decimal
Marks = Mapping[str, Mark | None]
Weights = Mapping[str, Mark]


def round_half_up(value: Fraction | Decimal | int, places: int = 2) -> Decimal:
    """`value` with `places` decimals, halves away from zero."""
    numerator, denominator = value.as_integer_ratio()
    whole = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


@dataclass(frozen=True, slots=True)
class ReviewScore:
    """The score of one review, from 0 to 100; `share` is the part of the total weight that was marked, from 0 to 1."""

    value: Fraction | None
    share: Fraction

    @property
    def complete(self) -> bool:
        return self.share == 1

    @property
    def counts(self) -> bool:
        """Whether enough of the weight is marked to enter a mean."""
        return self.value is not None and self.share >= LEAST_SHARE


def review_score(marks: Marks, weights: Weights, top: int = TOP) -> ReviewScore:
    """Σ w·m / Σ w over the marked criteria, scaled from 0..`top` to 0..100; no value where nothing is marked."""
    marked = [(weights[key], mark) for key in weights if (mark := marks.get(key)) is not None]
    weight = sum(criterion_weight for criterion_weight, _ in marked)
    if not weight:
        return ReviewScore(None, Fraction())
    points = sum(criterion_weight * mark for criterion_weight, mark in marked)
    return ReviewScore(_divide(points * 100, weight * top), _divide(weight, sum(weights.values())))


def _divide(numerator: Mark, denominator: Mark) -> Fraction:
    """Exact division, in one step for whole numbers, which are the common case."""
    if isinstance(numerator, int) and isinstance(denominator, int):
        return Fraction(numerator, denominator)
    return Fraction(numerator) / Fraction(denominator)


def mean(values: Iterable[Fraction | Decimal | int]) -> Fraction | None:
    """The arithmetic mean; None where there are no values."""
    exact = list(values)
    return mean_of_some(exact) if exact else None


def mean_of_some(values: Collection[Fraction | Decimal | int]) -> Fraction:
    """The arithmetic mean of at least one value. Raises `ZeroDivisionError` for none."""
    return Fraction(sum(values)) / len(values)


def criterion_means(reviews: Iterable[Marks], criteria: Iterable[str]) -> dict[str, Fraction | None]:
    """The mean mark of each criterion, in the order of `criteria`, over the reviews that marked it."""
    reviews = list(reviews)
    return {key: mean(mark for marks in reviews if (mark := marks.get(key)) is not None) for key in criteria}


@dataclass(frozen=True, slots=True)
class Standing:
    """One nomination in the ranking: its exact mean from 0 to 100, its place, and the figures that qualify both."""

    file: str
    mean: Fraction | None
    reviews: int
    spread: Fraction | None
    criteria: Mapping[str, Fraction | None]
    widest_gap: Fraction | None
    place: int | None = None
    shared: bool = False

    @property
    def few(self) -> bool:
        """Whether it has a place from fewer than `ENOUGH_REVIEWS` reviews."""
        return 0 < self.reviews < ENOUGH_REVIEWS

    @property
    def to_discuss(self) -> bool:
        """Whether the reviewers differ so much that the jury must discuss the nomination."""
        wide = self.spread is not None and self.spread >= WIDE_SPREAD
        return wide or (self.widest_gap is not None and self.widest_gap >= WIDE_GAP)


def rank_files(files: Mapping[str, Sequence[Marks]], weights: Weights, top: int = TOP) -> tuple[Standing, ...]:
    """Every file with its place, the best first. Means that are equal at two decimals share a place; files without a
    counted review come last and have none.

    `files` maps a reference to the marks of its reviews that are submitted and not recused. Files with the same place,
    and files without one, are ordered by reference.
    """
    standings = [_make_standing(file, reviews, weights, top) for file, reviews in files.items()]
    shown = {standing.file: round_half_up(standing.mean) for standing in standings if standing.mean is not None}
    placed = sorted(
        (standing for standing in standings if standing.file in shown),
        key=lambda standing: (-shown[standing.file], standing.file)
    )
    ranked: list[Standing] = []
    for _, equals in groupby(placed, key=lambda standing: shown[standing.file]):
        group, place = list(equals), len(ranked) + 1
        ranked += [replace(standing, place=place, shared=len(group) > 1) for standing in group]
    return (
        *ranked,
        *sorted((standing for standing in standings if standing.file not in shown), key=lambda standing: standing.file)
    )


def _make_standing(file: str, reviews: Sequence[Marks], weights: Weights, top: int) -> Standing:
    counted = [
        (marks, score.value) for marks in reviews
        if (score := review_score(marks, weights, top)).counts and score.value is not None
    ]
    totals = [value for _, value in counted]
    gaps = [gap for key in weights if (gap := _widest_gap([marks.get(key) for marks, _ in counted])) is not None]
    return Standing(
        file=file,
        mean=mean(totals),
        reviews=len(totals),
        spread=max(totals) - min(totals) if totals else None,
        criteria=criterion_means((marks for marks, _ in counted), weights),
        widest_gap=max(gaps, default=None),
    )


def _widest_gap(marks: Sequence[Mark | None]) -> Fraction | None:
    marks_given = [mark for mark in marks if mark is not None]
    return Fraction(max(marks_given) - min(marks_given)) if marks_given else None


def column_letter(number: int) -> str:
    """The letters of a spreadsheet column, counted from 0: A, B, ... Z, AA, AB."""
    before, last = divmod(number, 26)
    return (column_letter(before - 1) if before else "") + chr(ord("A") + last)


class CardGap(StrEnum):
    """A reason why a card cannot be submitted."""

    MARK_MISSING = "mark_missing"
    MARK_OUT_OF_RANGE = "mark_out_of_range"
    REASON_MISSING = "reason_missing"
    REASON_FOR_NONE = "reason_for_none"
    COMMENT_SHORT = "comment_short"
    STRENGTH_MISSING = "strength_missing"
    WEAKNESS_MISSING = "weakness_missing"
    RECOMMENDATION_MISSING = "recommendation_missing"


@dataclass(frozen=True, slots=True)
class CardProblem:
    """One reason with its criterion, where it has one, and the numbers for its message."""

    code: CardGap
    criterion: str | None = None
    params: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """A score card as the reviewer filled it in so far."""

    marks: Marks
    reasons: Mapping[str, str]
    comment: str = ""
    strength: str = ""
    weakness: str = ""
    recommendation: str = ""
    left_out: Collection[str] = ()  # criteria that do not apply to this file


@dataclass(frozen=True, slots=True)
class CardRules:
    """The edition's rules for a card: the highest mark, the marks up to and from which a reason is required, and the
    least number of words of the comment."""

    top: int = TOP
    reason_at_most: int = 2
    reason_at_least: int = 9
    comment_words: int = 50


def needs_reason(mark: Mark | None, rules: CardRules | None = None) -> bool:
    """Whether the mark is so low or so high that a reason is required."""
    rules = rules or CardRules()
    return mark is not None and (mark <= rules.reason_at_most or mark >= rules.reason_at_least)


def find_card_problems(
    card: Card, criteria: Iterable[str], count_words: Callable[[str], int], rules: CardRules | None = None
) -> tuple[CardProblem, ...]:
    """Every reason why `card` cannot be submitted, in the order of the card; empty where it can be."""
    rules, keys = rules or CardRules(), tuple(criteria)
    problems_found = [gap for key in keys for gap in _criterion_problems(card, key, rules)]
    if keys and all(key in card.left_out for key in keys):
        problems_found.append(CardProblem(CardGap.MARK_MISSING, keys[0]))  # a card without any mark is not a review
    if (words := count_words(card.comment)) < rules.comment_words:
        problems_found.append(CardProblem(CardGap.COMMENT_SHORT, params={"least": rules.comment_words, "words": words}))
    texts = (
        (card.strength, CardGap.STRENGTH_MISSING),
        (card.weakness, CardGap.WEAKNESS_MISSING),
        (card.recommendation, CardGap.RECOMMENDATION_MISSING),
    )
    return (*problems_found, *(CardProblem(code) for text, code in texts if not text.strip()))


def _criterion_problems(card: Card, key: str, rules: CardRules) -> list[CardProblem]:
    mark = card.marks.get(key)
    if key in card.left_out:
        # The jury needs to know why the criterion does not apply.
        return [] if card.reasons.get(key, "").strip() else [CardProblem(CardGap.REASON_FOR_NONE, key)]
    if mark is None:
        return [CardProblem(CardGap.MARK_MISSING, key)]
    if not 0 <= mark <= rules.top or mark != int(mark):
        return [CardProblem(CardGap.MARK_OUT_OF_RANGE, key, {"top": rules.top})]
    if needs_reason(mark, rules) and not card.reasons.get(key, "").strip():
        return [CardProblem(CardGap.REASON_MISSING, key, {"mark": int(mark)})]
    return []
