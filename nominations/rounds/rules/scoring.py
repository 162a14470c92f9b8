"""What the marks say: the score of a review, the mean of a file, the places of a category, the gaps of a card.

Sums are exact; a value is rounded once, half up as a spreadsheet does, when it is shown (decisions 35 and 36).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from nominations.editions.rules.edition import TOP

ENOUGH_REVIEWS = 3
LEAST_SHARE = Fraction(60, 100)  # of the weight; a review that marks less is listed but not counted
WIDE_SPREAD = Decimal(25)  # of 100: the jury must talk about this file
WIDE_GAP = 5  # between the marks of one criterion

Mark = int | Decimal
Marks = Mapping[str, Mark | None]
Weights = Mapping[str, Mark]


def round_half_up(value: Fraction | Decimal | int, places: int = 2) -> Decimal:
    """`value` with `places` decimals, halves away from zero."""
    above, below = value.as_integer_ratio()
    whole = (2 * abs(above) * 10**places + below) // (2 * below)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


@dataclass(frozen=True, slots=True)
class ReviewScore:
    """One review out of 100; `share` is the part of the weight that was marked."""

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
    """Σ w·m / Σ w over the criteria that are marked, scaled to 0..100."""
    marked = [(weights[key], mark) for key in weights if (mark := marks.get(key)) is not None]
    weight = sum(criterion_weight for criterion_weight, _ in marked)
    if not weight:
        return ReviewScore(None, Fraction())
    points = sum(criterion_weight * mark for criterion_weight, mark in marked)
    return ReviewScore(_quotient(points * 100, weight * top), _quotient(weight, sum(weights.values())))


def _quotient(above: Mark, below: Mark) -> Fraction:
    """One exact division: of whole numbers, which are by far the most, in one step."""
    if isinstance(above, int) and isinstance(below, int):
        return Fraction(above, below)
    return Fraction(above) / Fraction(below)


def mean(values: Iterable[Fraction | Decimal | int]) -> Fraction | None:
    """The plain mean; None of nothing."""
    exact = list(values)
    return mean_of_some(exact) if exact else None


def mean_of_some(values: Collection[Fraction | Decimal | int]) -> Fraction:
    """The plain mean of at least one value."""
    return Fraction(sum(values)) / len(values)


def criterion_means(reviews: Iterable[Marks], criteria: Iterable[str]) -> dict[str, Fraction | None]:
    """The mean mark of each criterion, in the order of `criteria`, over the reviews that marked it."""
    reviews = list(reviews)
    return {key: mean(mark for marks in reviews if (mark := marks.get(key)) is not None) for key in criteria}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one file stands: its exact mean, its place, and what to know about both."""

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
        """It has a place, but fewer than three reviews carry it."""
        return 0 < self.reviews < ENOUGH_REVIEWS

    @property
    def to_discuss(self) -> bool:
        """The reviewers differ so much that the jury has to talk about it."""
        wide = self.spread is not None and self.spread >= WIDE_SPREAD
        return wide or (self.widest_gap is not None and self.widest_gap >= WIDE_GAP)


def rank_files(files: Mapping[str, Sequence[Marks]], weights: Weights, top: int = TOP) -> tuple[Standing, ...]:
    """Every file with its place: best first, equal means (at two decimals) share one; without a review, last and none.

    `files` maps a reference to the marks of its reviews that are submitted and not recused. Files of one place, and
    files without one, stand in the order of their references.
    """
    standings = [_standing(file, reviews, weights, top) for file, reviews in files.items()]
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


def _standing(file: str, reviews: Sequence[Marks], weights: Weights, top: int) -> Standing:
    counted = [
        (marks, score.value) for marks in reviews
        if (score := review_score(marks, weights, top)).counts and score.value is not None
    ]
    totals = [value for _, value in counted]
    gaps = [gap for key in weights if (gap := _gap([marks.get(key) for marks, _ in counted])) is not None]
    return Standing(
        file=file,
        mean=mean(totals),
        reviews=len(totals),
        spread=max(totals) - min(totals) if totals else None,
        criteria=criterion_means((marks for marks, _ in counted), weights),
        widest_gap=max(gaps, default=None),
    )


def _gap(marks: Sequence[Mark | None]) -> Fraction | None:
    marks_given = [mark for mark in marks if mark is not None]
    return Fraction(max(marks_given) - min(marks_given)) if marks_given else None


def column_letter(number: int) -> str:
    """A, B, ... Z, AA, AB: as a spreadsheet counts its columns."""
    before, last = divmod(number, 26)
    return (column_letter(before - 1) if before else "") + chr(ord("A") + last)


class CardGap(StrEnum):
    """What keeps a card from being submitted."""

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
    """One gap, the criterion it belongs to (or none), and the numbers its sentence needs."""

    code: CardGap
    criterion: str | None = None
    params: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """A score sheet as it stands in the reviewer's hands."""

    marks: Marks
    reasons: Mapping[str, str]
    comment: str = ""
    strength: str = ""
    weakness: str = ""
    recommendation: str = ""
    left_out: Collection[str] = ()  # criteria that do not apply to this file


@dataclass(frozen=True, slots=True)
class CardRules:
    """What the edition asks of a card."""

    top: int = TOP
    reason_at_most: int = 2
    reason_at_least: int = 9
    comment_words: int = 50


def needs_reason(mark: Mark | None, rules: CardRules | None = None) -> bool:
    """Very low and very high marks are explained."""
    rules = rules or CardRules()
    return mark is not None and (mark <= rules.reason_at_most or mark >= rules.reason_at_least)


def find_card_problems(
    card: Card, criteria: Iterable[str], count_words: Callable[[str], int], rules: CardRules | None = None
) -> tuple[CardProblem, ...]:
    """Everything that keeps `card` from being submitted, in the order of the card; empty when it may go."""
    rules, keys = rules or CardRules(), tuple(criteria)
    problems_found = [gap for key in keys for gap in _criterion_problems(card, key, rules)]
    if keys and all(key in card.left_out for key in keys):
        problems_found.append(CardProblem(CardGap.MARK_MISSING, keys[0]))  # a card of nothing is no judgement
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
        # Why it does not apply is what the jury will ask first.
        return [] if card.reasons.get(key, "").strip() else [CardProblem(CardGap.REASON_FOR_NONE, key)]
    if mark is None:
        return [CardProblem(CardGap.MARK_MISSING, key)]
    if not 0 <= mark <= rules.top or mark != int(mark):
        return [CardProblem(CardGap.MARK_OUT_OF_RANGE, key, {"top": rules.top})]
    if needs_reason(mark, rules) and not card.reasons.get(key, "").strip():
        return [CardProblem(CardGap.REASON_MISSING, key, {"mark": int(mark)})]
    return []
