"""What would be, or has become, different in a ranking: without one reviewer, or since it was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.work import Work
from nominations.ranking.queries import ranking as query
from nominations.ranking.queries.ranking import Ranking
from nominations.rounds.rules.scoring import Standing, rounded


@dataclass(frozen=True, slots=True)
class Side:
    """A file's place and mean on one side of a comparison; both None where it has none."""

    place: int | None = None
    mean: Decimal | None = None
    reviews: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """One file on both sides; `nowhere` on a side where it did not take part."""

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
        """Places won (above nothing) or lost."""
        return (self.before.place or 0) - (self.after.place or 0) if self.before.place and self.after.place else 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rankings of one round, by the order of the second; `crossed` change sides of the line of places."""

    ranking: Ranking
    rows: tuple[Changed, ...]
    crossed: tuple[Changed, ...]
    reviewer: str = ""
    number: int = 0


def without(work: Work, round_id: UUID, number: int, *, letters: bool) -> Comparison:
    """The ranking by plain means as it would be without one reviewer's marks; `number` counts reviewers from 1."""
    found = query.ranking(work, round_id, letters=letters)
    if not 1 <= number <= len(found.tally.reviewers):
        raise Refused(Refusal.NOT_FOUND)
    person = found.tally.reviewers[number - 1]
    rows = _rows(
        found, found.tally.standings(), found.tally.standings(without=person),
        {each.reference: each.title for each in found.tally.files},
    )
    return Comparison(found, rows, _crossed(rows, found.places), found.labels[person], number)


def since(work: Work, round_id: UUID, frozen_id: UUID) -> Comparison:
    """The official places of a frozen state beside those of now."""
    now, then = query.ranking(work, round_id), query.ranking(work, round_id, frozen_id=frozen_id)
    titles: dict[str, str] = {}
    for side in (then, now):
        titles |= {each.reference: each.title for each in side.tally.left}
        titles |= {each.reference: each.title for each in side.tally.files}
    rows = _rows(then, _standings(then), _standings(now), titles)
    return Comparison(then, rows, _crossed(rows, then.places))


def _standings(of: Ranking) -> tuple[Standing, ...]:
    return tuple(each.standing for each in (*of.ranked, *of.unranked))


def _rows(
    of: Ranking, before: tuple[Standing, ...], after: tuple[Standing, ...], titles: Mapping[str, str]
) -> tuple[Changed, ...]:
    old, new = {each.file: each for each in before}, {each.file: each for each in after}
    order = [*new, *(file for file in old if file not in new)]
    return tuple(
        Changed(file, titles[file], _side(old.get(file)), _side(new.get(file)), file not in old, file not in new)
        for file in order
    )


def _side(standing: Standing | None) -> Side:
    if standing is None:
        return Side()
    return Side(standing.place, rounded(standing.mean) if standing.mean is not None else None, standing.reviews)


def _crossed(rows: tuple[Changed, ...], places: int) -> tuple[Changed, ...]:
    def within(side: Side) -> bool:
        return side.place is not None and side.place <= places

    return tuple(each for each in rows if within(each.before) != within(each.after))
