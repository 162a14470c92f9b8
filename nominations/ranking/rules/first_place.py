"""What the first place rests on: who would be first without one reviewer, without one criterion, or by equal weights.

By plain means, which need no model: it is what the marks themselves say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Marks, Standing, Weights

MarksByReviewer = Mapping[str, Marks]


@dataclass(frozen=True, slots=True)
class OtherFirst:
    """The nominations that would be first if `left_out`, a reviewer or a criterion, did not count."""

    left_out: str
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstPlace:
    """Who is first, how far ahead, and every single change that puts another there.

    `lead` is None where there is no second place; `equal_weights` is empty where the same are first.
    """

    first: tuple[str, ...]
    lead: Fraction | None
    without_reviewer: tuple[OtherFirst, ...]
    without_criterion: tuple[OtherFirst, ...]
    equal_weights: tuple[str, ...]

    @property
    def is_steady(self) -> bool:
        """Whether no single change puts another in the first place."""
        return not (self.without_reviewer or self.without_criterion or self.equal_weights)


def examine_first_place(files: Mapping[str, MarksByReviewer], weights: Weights, top: int) -> FirstPlace | None:
    """What the first place rests on; None where nothing is ranked."""
    usual = _rank(files, weights, top)
    first = _first(usual)
    if not first:
        return None
    by_reviewer = (
        OtherFirst(reviewer, _first(_rank(_without_reviewer(files, reviewer), weights, top)))
        for reviewer in sorted({reviewer for reviews in files.values() for reviewer in reviews})
    )
    by_criterion = (
        OtherFirst(left_out, _first(_rank(files, {key: weights[key] for key in weights if key != left_out}, top)))
        for left_out in (weights if len(weights) > 1 else ())
    )
    even = _first(_rank(files, dict.fromkeys(weights, 1), top))
    return FirstPlace(
        first, _lead(usual),
        tuple(other for other in by_reviewer if other.first and other.first != first),
        tuple(other for other in by_criterion if other.first and other.first != first),
        even if even != first else (),
    )


def _rank(files: Mapping[str, MarksByReviewer], weights: Weights, top: int) -> tuple[Standing, ...]:
    return scoring.rank_files({file: list(reviews.values()) for file, reviews in files.items()}, weights, top)


def _without_reviewer(files: Mapping[str, MarksByReviewer], left_out: str) -> dict[str, MarksByReviewer]:
    return {
        file: {reviewer: marks for reviewer, marks in reviews.items() if reviewer != left_out}
        for file, reviews in files.items()
    }


def _first(standings: tuple[Standing, ...]) -> tuple[str, ...]:
    return tuple(sorted(standing.file for standing in standings if standing.place == 1))


def _lead(standings: tuple[Standing, ...]) -> Fraction | None:
    """How far the first is ahead of the next, by the means as they are printed."""
    means = [scoring.round_half_up(standing.mean) for standing in standings if standing.mean is not None]
    lower = [mean for mean in means if mean < means[0]]
    return Fraction(means[0] - lower[0]) if lower else None
