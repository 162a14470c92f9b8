"""What would change in a ranking without one reviewer, and what has changed since it was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.work import Work
from nominations.ranking.queries.ranking import Ranking, load_ranking
from nominations.rounds.rules.scoring import Standing, round_half_up


@dataclass(frozen=True, slots=True)
class Side:
    """A nomination's place and mean on one side of a comparison; both None where it has none."""

    place: int | None = None
    mean: Decimal | None = None
    reviews: int = 0


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """One nomination on both sides; `is_new` and `is_gone` where it took part on one side only."""

    reference: str
    title: str
    before: Side
    after: Side
    is_new: bool = False
    is_gone: bool = False

    @property
    def same(self) -> bool:
        return self.before == self.after and not self.is_new and not self.is_gone

    @property
    def steps(self) -> int:
        """Places gained (positive) or lost (negative)."""
        return (self.before.place or 0) - (self.after.place or 0) if self.before.place and self.after.place else 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rankings of one round, in the order of the second; `crossed` are the rows that cross the line of places."""

    ranking: Ranking
    rows: tuple[PlaceChange, ...]
    crossed: tuple[PlaceChange, ...]
    reviewer: str = ""
    number: int = 0


def compare_without_reviewer(work: Work, round_id: UUID, number: int, *, letters: bool) -> Comparison:
    """The ranking by plain means as it would be without one reviewer's marks; `number` counts reviewers from 1."""
    ranking = load_ranking(work, round_id, letters=letters)
    if not 1 <= number <= len(ranking.tally.reviewers):
        raise Refused(Refusal.NOT_FOUND)
    person = ranking.tally.reviewers[number - 1]
    rows = _rows(
        ranking, ranking.tally.standings(), ranking.tally.standings(without=person),
        {nomination.reference: nomination.title for nomination in ranking.tally.files},
    )
    return Comparison(ranking, rows, _list_crossing(rows, ranking.places), ranking.labels[person], number)


def compare_with_frozen(work: Work, round_id: UUID, frozen_id: UUID) -> Comparison:
    """The official places of a frozen state beside those of now."""
    now, then = load_ranking(work, round_id), load_ranking(work, round_id, frozen_id=frozen_id)
    titles: dict[str, str] = {}
    for side in (then, now):
        titles |= {nomination.reference: nomination.title for nomination in side.tally.left}
        titles |= {nomination.reference: nomination.title for nomination in side.tally.files}
    rows = _rows(then, _standings(then), _standings(now), titles)
    return Comparison(then, rows, _list_crossing(rows, then.places))


def _standings(ranking: Ranking) -> tuple[Standing, ...]:
    return tuple(line.standing for line in (*ranking.ranked, *ranking.unranked))


def _rows(
    ranking: Ranking, before: tuple[Standing, ...], after: tuple[Standing, ...], titles: Mapping[str, str]
) -> tuple[PlaceChange, ...]:
    old, new = {standing.file: standing for standing in before}, {standing.file: standing for standing in after}
    order = [*new, *(file for file in old if file not in new)]
    return tuple(
        PlaceChange(file, titles[file], _side(old.get(file)), _side(new.get(file)), file not in old, file not in new)
        for file in order
    )


def _side(standing: Standing | None) -> Side:
    if standing is None:
        return Side()
    return Side(standing.place, round_half_up(standing.mean) if standing.mean is not None else None, standing.reviews)


def _list_crossing(rows: tuple[PlaceChange, ...], places: int) -> tuple[PlaceChange, ...]:
    def within(side: Side) -> bool:
        return side.place is not None and side.place <= places

    return tuple(row for row in rows if within(row.before) != within(row.after))
