"""How the marks of one nomination lead to its place: every number, so that anyone can check the calculation."""

from dataclasses import dataclass
from fractions import Fraction

from nominations.ranking.queries.ranking import Line, Ranking
from nominations.ranking.rules.scoring_snapshot import ReviewState
from nominations.rounds.rules import scoring


@dataclass(frozen=True, slots=True)
class Step:
    """One criterion: its weight, the mark of each reviewer who counts, and the mean of these."""

    key: str
    weight: int
    marks: tuple[int | None, ...]
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class Sums:
    """The marks of the reviews that count, the totals they come to, and their mean."""

    reviewers: tuple[str, ...]
    steps: tuple[Step, ...]
    totals: tuple[Fraction | None, ...]
    mean: Fraction | None


def compute_sums(ranking: Ranking, line: Line) -> Sums:
    """The numbers that lead to the mean of one nomination."""
    counted = [review for review in line.file.reviews if review.state is ReviewState.SUBMITTED]
    order = {id_: number for number, id_ in enumerate(ranking.tally.reviewers)}
    counted.sort(key=lambda review: order[review.reviewer])
    weights = ranking.tally.weighing()
    steps = tuple(
        Step(key, weight, tuple(review.marks[i] for review in counted), line.standing.criteria.get(key))
        for i, (key, weight) in enumerate(weights.items())
    )
    totals = tuple(scoring.review_score(ranking.tally.marks(review), weights).value for review in counted)
    return Sums(tuple(ranking.labels[review.reviewer] for review in counted), steps, totals, line.standing.mean)


def list_tied(ranking: Ranking, line: Line) -> tuple[Line, ...]:
    """The nominations that share its place."""
    return tuple(
        other for other in ranking.ranked if other.standing.place == line.standing.place and other is not line
    ) if line.standing.shared else ()
