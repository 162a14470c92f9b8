"""What a meeting speaks of, from a round's marks: what is disputed one by one and first, what is settled together.

An agenda is plain data without a name of a reviewer. It follows from the marks and their analysis alone, so that the
same frozen ranking always gives the same agenda. The names of the fields are part of its text: do not change them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nominations.core.rules import codec
from nominations.ranking.rules.scoring_snapshot import Tally
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Marks, Standing


class Reason(StrEnum):
    """Why a nomination is disputed, the weightiest first."""

    LINE = "line"  # the interval of its rank reaches over the line after the last place
    TIE = "tie"  # it shares the place at the line
    SPREAD = "spread"  # the totals of its reviewers lie far apart
    GAP = "gap"  # the marks for one criterion lie far apart
    FEW = "few"  # too few reviews count


@dataclass(frozen=True, slots=True)
class Findings:
    """What the analysis of the marks adds: the intervals of the ranks that it leaves open at the line, which
    nominations share the place there, and the criteria on which reviewers agree little."""

    open_ranks: Mapping[str, tuple[int, int]]
    tied: frozenset[str]
    low_agreement: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One reason with its figures: ranks, totals, marks or a number of reviews; `criterion` where it is about one."""

    reason: Reason
    low: float
    high: float
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A nomination, its place and mean; both None where no review counts."""

    nomination: str
    reference: str
    title: str
    place: int | None
    mean: float | None
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """`disputed` in the order in which they are spoken of; `settled` together, by place.

    `places`: how many can be taken; `low_agreement`: the criteria on which the reviewers agree little; `analysed` is
    False where the line and the ties could not be judged, because these marks have no analysis.
    """

    places: int
    analysed: bool
    disputed: tuple[AgendaItem, ...]
    settled: tuple[AgendaItem, ...]
    low_agreement: tuple[str, ...] = ()


def build_agenda(
    tally: Tally, standings: Sequence[Standing], findings: Findings | None, places: int, least: int
) -> Agenda:
    """The agenda of these marks. First what reaches over the line, by place; then what else is disputed, the largest
    spread first; nominations of the same reference order where all else is equal."""
    files, marks = {file.reference: file for file in tally.files}, tally.counted()
    seen = findings or Findings({}, frozenset(), ())
    items, spreads = [], {}
    for standing in standings:
        file = files[standing.file]
        spreads[standing.file] = standing.spread or 0
        items.append(AgendaItem(
            file.id, file.reference, file.title, standing.place,
            float(scoring.round_half_up(standing.mean)) if standing.mean is not None else None,
            tuple(_disputes(tally, standing, marks[standing.file], seen, places, least)),
        ))
    last = len(items) + 1

    def order(item: AgendaItem) -> tuple[object, ...]:
        if item.disputes[0].reason in (Reason.LINE, Reason.TIE):
            return 0, item.place or last, item.reference
        return 1, -spreads[item.reference], item.place or last, item.reference

    return Agenda(
        places, findings is not None, tuple(sorted((item for item in items if item.disputes), key=order)),
        tuple(sorted(
            (item for item in items if not item.disputes), key=lambda item: (item.place or last, item.reference)
        )),
        seen.low_agreement,
    )


def _disputes(
    tally: Tally, standing: Standing, marks: Sequence[Marks], seen: Findings, places: int, least: int
) -> Iterator[Dispute]:
    if ranks := seen.open_ranks.get(standing.file):
        yield Dispute(Reason.LINE, *ranks)
    if standing.file in seen.tied and standing.place:
        yield Dispute(Reason.TIE, standing.place, places)
    if standing.spread is not None and standing.spread >= scoring.WIDE_SPREAD:
        scored = [scoring.review_score(one, tally.weighing()) for one in marks]
        totals = [score.value for score in scored if score.counts and score.value is not None]
        yield Dispute(
            Reason.SPREAD, float(scoring.round_half_up(min(totals))), float(scoring.round_half_up(max(totals)))
        )
    for key in tally.criteria:
        given = [float(mark) for one in marks if (mark := one.get(key)) is not None]
        if given and max(given) - min(given) >= scoring.WIDE_GAP:
            yield Dispute(Reason.GAP, min(given), max(given), key)
    if standing.reviews < least:
        yield Dispute(Reason.FEW, standing.reviews, least)


def with_titles(agenda: Agenda, titles: Mapping[str, str]) -> Agenda:
    """The same agenda with other titles, by reference."""
    def rename(items: tuple[AgendaItem, ...]) -> tuple[AgendaItem, ...]:
        return tuple(
            AgendaItem(item.nomination, item.reference, titles.get(item.reference, item.title), item.place, item.mean,
                       item.disputes)
            for item in items
        )

    return Agenda(agenda.places, agenda.analysed, rename(agenda.disputed), rename(agenda.settled),
                  agenda.low_agreement)


def agenda_to_text(agenda: Agenda) -> str:
    """Canonical JSON: the same agenda gives the same bytes."""
    return codec.dumps(agenda)


def agenda_from_text(text: str) -> Agenda:
    return codec.loads(Agenda, text)
