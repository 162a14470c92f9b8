"""The official places, and what changes in them when a review, a reviewer or a criterion is left out."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypedDict

from nominations.ranking.analysis import weights
from nominations.ranking.analysis.input import AnalysisInput, Criterion, Review
from nominations.ranking.analysis.results import Change, Influence, WeightSwap
from nominations.ranking.rules import places
from nominations.rounds.rules import scoring


def rank_nominations(
    question: AnalysisInput,
    reviews: Sequence[Review],
    adjusted: Mapping[str, float],
    criteria: Sequence[Criterion] | None = None,
) -> dict[str, int]:
    """Each ranked nomination with its official place, in the official order."""
    keys = [criterion.key for criterion in question.criteria]
    used_weights = {
        criterion.key: criterion.weight for criterion in (question.criteria if criteria is None else criteria)
    }
    marks: dict[str, list[dict[str, int | None]]] = {file: [] for file in question.files}
    for review in reviews:
        if review.file in marks:
            marks[review.file].append({k: m for k, m in zip(keys, review.marks, strict=True) if k in used_weights})
    standings = places.apply_rule(scoring.rank_files(marks, used_weights, question.top), question.official, adjusted)
    return {standing.file: standing.place for standing in standings if standing.place is not None}


def list_influences(question: AnalysisInput, reviews: Sequence[Review]) -> tuple[Influence, ...]:
    """Every review without which its nomination, by raw means, would be on the other side of the line."""
    raw = Means(question, reviews)
    influences = []
    for review in reviews:
        place = raw.place_without(review)
        if is_across_line(question, raw.place(review.file), place) and place is not None:
            influences.append(Influence(review.file, review.reviewer, place))
    return tuple(influences)


def is_across_line(question: AnalysisInput, before: int, after: int | None) -> bool:
    """Whether a nomination crosses the line between those that can be taken and the others."""
    return after is not None and (before <= question.places) != (after <= question.places)


class Means:
    """The exact means of all nominations, and what they would be without one review."""

    def __init__(self, question: AnalysisInput, reviews: Sequence[Review]) -> None:
        self._keys = [criterion.key for criterion in question.criteria]
        self._weights, self._top = question.weights, question.top
        self._totals: dict[str, list[Fraction]] = {}
        for review in reviews:
            self._totals.setdefault(review.file, []).append(self._total(review))
        self._means = {
            file: scoring.round_half_up(scoring.mean_of_some(totals)) for file, totals in self._totals.items()
        }

    def _total(self, review: Review) -> Fraction:
        marks = dict(zip(self._keys, review.marks, strict=True))
        total = scoring.review_score(marks, self._weights, self._top).value
        if total is None:
            raise ValueError("A review without a mark has no total.")
        return total

    def place(self, file: str) -> int:
        """Its place by raw means."""
        return 1 + sum(mean > self._means[file] for mean in self._means.values())

    def place_without(self, review: Review) -> int | None:
        """The place of the review's nomination without this review; None where it has no other."""
        totals = self._totals[review.file]
        if len(totals) < 2:
            return None
        mean = scoring.round_half_up((sum(totals) - self._total(review)) / (len(totals) - 1))
        return 1 + sum(other > mean for file, other in self._means.items() if file != review.file)


def find_weight_swap(
    question: AnalysisInput, reviews: Sequence[Review], placed: Mapping[str, int]
) -> WeightSwap | None:
    """The smallest change of weights that makes the pair on the two sides of the line equal."""
    files = list(placed)
    if not 0 < question.places < len(files):
        return None
    swap = weights.find_swap(question, reviews, files[question.places - 1], files[question.places])
    return WeightSwap(swap.first, swap.second, swap.distance, swap.loses, swap.gains, swap.points) if swap else None


class Changes(TypedDict):
    """What would change with equal weights, or without one criterion or reviewer."""

    equal_weights: Change | None
    without_criterion: tuple[Change, ...]
    without_reviewer: tuple[Change, ...]


def compute_changes(question: AnalysisInput, reviews: Sequence[Review]) -> Changes:
    """Equal weights, each criterion left out, each reviewer left out: by raw means."""
    raw = AnalysisInput(question.criteria, question.files, question.reviews, question.places, question.top)
    usual = rank_nominations(raw, reviews, {})

    def change(key: str, criteria: Sequence[Criterion], used: Sequence[Review]) -> Change:
        changed = weights.compare_places(key, usual, rank_nominations(raw, used, {}, criteria), question.places)
        return Change(changed.key, changed.comes_in, changed.goes_out, changed.furthest)

    even = [Criterion(criterion.key, 1) for criterion in question.criteria]
    return {
        "equal_weights": change("", even, reviews) if reviews else None,
        "without_criterion": tuple(
            change(criterion.key, [other for other in question.criteria if other is not criterion], reviews)
            for criterion in question.criteria if len(question.criteria) > 1 and reviews
        ),
        "without_reviewer": tuple(
            change(person, question.criteria, [review for review in reviews if review.reviewer != person])
            for person in sorted({review.reviewer for review in reviews})
        ),
    }
