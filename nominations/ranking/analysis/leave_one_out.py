"""The official places, and what changes in them when a review, a reviewer or a criterion is left out."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypedDict

from nominations.ranking.analysis import weights
from nominations.ranking.analysis.input import AnalysisInput, Criterion, Review
from nominations.ranking.analysis.results import Change, Influence, Swapped
from nominations.ranking.rules import places as order
from nominations.rounds.rules import scoring


def places(
    asked: AnalysisInput,
    reviews: Sequence[Review],
    adjusted: Mapping[str, float],
    criteria: Sequence[Criterion] | None = None,
) -> dict[str, int]:
    """Each ranked file with its official place, in the official order."""
    keys = [each.key for each in asked.criteria]
    kept = {each.key: each.weight for each in (asked.criteria if criteria is None else criteria)}
    marks: dict[str, list[dict[str, int | None]]] = {file: [] for file in asked.files}
    for review in reviews:
        if review.file in marks:
            marks[review.file].append({k: m for k, m in zip(keys, review.marks, strict=True) if k in kept})
    standings = order.official(scoring.ranking(marks, kept, asked.top), asked.official, adjusted)
    return {each.file: each.place for each in standings if each.place is not None}


def influence(asked: AnalysisInput, reviews: Sequence[Review]) -> tuple[Influence, ...]:
    """Every review without which its file, by raw means, would stand on the other side of the line."""
    raw = Means(asked, reviews)
    found = []
    for review in reviews:
        place = raw.place_without(review)
        if crosses(asked, raw.place(review.file), place) and place is not None:
            found.append(Influence(review.file, review.reviewer, place))
    return tuple(found)


def crosses(asked: AnalysisInput, before: int, after: int | None) -> bool:
    """Whether a file changes sides of the line between the files that can be taken and the others."""
    return after is not None and (before <= asked.places) != (after <= asked.places)


class Means:
    """The exact means of all files, to see one of them without one of its reviews."""

    def __init__(self, asked: AnalysisInput, reviews: Sequence[Review]) -> None:
        self._keys, self._weights, self._top = [each.key for each in asked.criteria], asked.weights, asked.top
        self._totals: dict[str, list[Fraction]] = {}
        for review in reviews:
            self._totals.setdefault(review.file, []).append(self._total(review))
        self._means = {file: scoring.rounded(scoring.mean_of_some(totals)) for file, totals in self._totals.items()}

    def _total(self, review: Review) -> Fraction:
        marks = dict(zip(self._keys, review.marks, strict=True))
        total = scoring.review_score(marks, self._weights, self._top).value
        if total is None:
            raise ValueError("A review without a mark has no total.")
        return total

    def place(self, file: str) -> int:
        """Its place by raw means."""
        return 1 + sum(each > self._means[file] for each in self._means.values())

    def place_without(self, review: Review) -> int | None:
        """The place of the review's file without it; None where it has no other."""
        totals = self._totals[review.file]
        if len(totals) < 2:
            return None
        mean = scoring.rounded((sum(totals) - self._total(review)) / (len(totals) - 1))
        return 1 + sum(each > mean for file, each in self._means.items() if file != review.file)


def swap(asked: AnalysisInput, reviews: Sequence[Review], placed: Mapping[str, int]) -> Swapped | None:
    """The smallest change of weights that makes the pair on the two sides of the line equal."""
    files = list(placed)
    if not 0 < asked.places < len(files):
        return None
    made = weights.swap(asked, reviews, files[asked.places - 1], files[asked.places])
    return Swapped(made.first, made.second, made.distance, made.loses, made.gains, made.points) if made else None


class Changes(TypedDict):
    """What each thing left out would change."""

    equal_weights: Change | None
    without_criterion: tuple[Change, ...]
    without_reviewer: tuple[Change, ...]


def changes(asked: AnalysisInput, reviews: Sequence[Review]) -> Changes:
    """Equal weights, each criterion left out, each reviewer left out: by raw means."""
    raw = AnalysisInput(asked.criteria, asked.files, asked.reviews, asked.places, asked.top)
    usual = places(raw, reviews, {})

    def change(key: str, criteria: Sequence[Criterion], kept: Sequence[Review]) -> Change:
        made = weights.without(key, usual, places(raw, kept, {}, criteria), asked.places)
        return Change(made.key, made.comes_in, made.goes_out, made.furthest)

    even = [Criterion(each.key, 1) for each in asked.criteria]
    return {
        "equal_weights": change("", even, reviews) if reviews else None,
        "without_criterion": tuple(
            change(each.key, [other for other in asked.criteria if other is not each], reviews)
            for each in asked.criteria if len(asked.criteria) > 1 and reviews
        ),
        "without_reviewer": tuple(
            change(person, asked.criteria, [each for each in reviews if each.reviewer != person])
            for person in sorted({each.reviewer for each in reviews})
        ),
    }
