"""From the marks to the place of one file: every number of the way, so that anyone can check the sum."""

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


def sums(ranking: Ranking, line: Line) -> Sums:
    """The way of one file through the ranking."""
    counted = [each for each in line.file.reviews if each.state is ReviewState.SUBMITTED]
    order = {id_: number for number, id_ in enumerate(ranking.tally.reviewers)}
    counted.sort(key=lambda each: order[each.reviewer])
    weights = ranking.tally.weighing()
    steps = tuple(
        Step(key, weight, tuple(each.marks[i] for each in counted), line.standing.criteria.get(key))
        for i, (key, weight) in enumerate(weights.items())
    )
    totals = tuple(scoring.review_score(ranking.tally.marks(each), weights).value for each in counted)
    return Sums(tuple(ranking.labels[each.reviewer] for each in counted), steps, totals, line.standing.mean)


def neighbours(ranking: Ranking, line: Line) -> tuple[Line, ...]:
    """The files that share its place."""
    return tuple(
        each for each in ranking.ranked if each.standing.place == line.standing.place and each is not line
    ) if line.standing.shared else ()
