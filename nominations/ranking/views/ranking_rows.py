"""The rows of the ranking table: bands that bracket files, lines for thresholds, and where the shapes of a row lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nominations.core.language import current_language, direction, gettext
from nominations.ranking.queries.ranking import Given, Line, Ranking
from nominations.ranking.rules import places
from nominations.rounds.rules.scoring import rounded
from nominations.web.drawing import WIDTH
from nominations.web.drawing import along as along  # the templates ask it of this module

SHAPES, COLOURS = 6, 6


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the table, with what it says."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Band:
    """Files whose order the marks do not support; without an analysis each file is alone and `number` is 0."""

    number: int
    rows: tuple[Line | Rule, ...]
    holds_the_line: bool

    @property
    def files(self) -> int:
        return sum(isinstance(each, Line) for each in self.rows)


def is_rule(row: Line | Rule) -> bool:
    """Whether this row of a band is a line across the table and no file."""
    return isinstance(row, Rule)


def bands(ranking: Ranking) -> tuple[Band, ...]:
    """The ranked files in the official order, bracketed; thresholds stand before the first file below them.

    The line after the last place is drawn only where it falls between two bands: never through one.
    """
    lines = {each.file.reference: each for each in ranking.ranked}
    found = ranking.found
    groups = found.bands if found and found.model else tuple((reference,) for reference in lines)
    numbered = bool(found and found.model)
    made: list[Band] = []
    before, seen = None, 0
    for number, group in enumerate(groups, 1):
        rows: list[Line | Rule] = []
        if ranking.places and seen == ranking.places and numbered:
            rows.append(Rule(gettext("The first %(places)s places end here", places=ranking.places), "places"))
        for reference in group:
            if reference not in lines:
                continue
            line = lines[reference]
            rows += [Rule(words, "threshold") for words in _thresholds(ranking, before, line)]
            rows.append(line)
            before = line
        size = sum(isinstance(each, Line) for each in rows)
        made.append(Band(number if numbered else 0, tuple(rows), numbered and seen < ranking.places < seen + size))
        seen += size
    return tuple(made)


def _thresholds(ranking: Ranking, before: Line | None, line: Line) -> list[str]:
    """The thresholds that lie between the official scores of two neighbours."""
    rules = ranking.edition.scoring
    above = official(ranking, before) if before else Decimal(101)
    below = official(ranking, line)
    said = (
        (rules.winner_threshold, gettext("Threshold for a winner: %(points)s", points=rules.winner_threshold)),
        (rules.mention_threshold, gettext(
            "Threshold for an honourable mention: %(points)s",
            points=rules.mention_threshold,
        )),
    )
    return [words for at, words in said if above is not None and below is not None and above >= at > below]


def official(ranking: Ranking, line: Line) -> Decimal | None:
    """The score that the official rule goes by."""
    if ranking.rule == places.ADJUSTED and ranking.rule_applies and line.of and line.of.adjusted is not None:
        return rounded(Decimal(repr(line.of.adjusted)))
    return rounded(line.standing.mean) if line.standing.mean is not None else None


def aside_at(position: int) -> float:
    """Where the hollow gap of somebody who stepped aside lies, counted from 0."""
    at = 7 + 11 * position
    return float(WIDTH - at if direction(current_language()) == "rtl" else at)


def shape(number: int) -> Mapping[str, int]:
    """A reviewer's own shape and colour; both repeat late and never together."""
    return {"form": number % SHAPES, "colour": (number + number // SHAPES) % COLOURS}


def asides(given: tuple[Given, ...]) -> tuple[Given, ...]:
    """Who stepped aside, in order."""
    return tuple(each for each in given if each.instead == "aside")
