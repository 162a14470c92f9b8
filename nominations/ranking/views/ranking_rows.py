"""The rows of the ranking table: bands of nominations, lines for thresholds, and the positions of their shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nominations.core.language import current_language, direction, gettext
from nominations.ranking.queries.ranking import GivenTotal, Line, Ranking
from nominations.ranking.rules import places
from nominations.rounds.rules.scoring import round_half_up
from nominations.web import drawing

SHAPES, COLOURS = 6, 6
along = drawing.along  # the macros of the drawings look for it in this module


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the table, with its words."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Band:
    """Nominations whose order the marks do not support; without an analysis each is alone and `number` is 0."""

    number: int
    rows: tuple[Line | Rule, ...]
    holds_the_line: bool

    @property
    def files(self) -> int:
        return sum(isinstance(row, Line) for row in self.rows)


def is_rule(row: Line | Rule) -> bool:
    """Whether this row of a band is a line across the table, not a nomination."""
    return isinstance(row, Rule)


def build_bands(ranking: Ranking) -> tuple[Band, ...]:
    """The ranked nominations in the official order, in bands; a threshold comes before the first nomination below it.

    The line after the last place is drawn only where it falls between two bands, never inside one.
    """
    lines = {line.file.reference: line for line in ranking.ranked}
    results = ranking.results
    groups = results.bands if results and results.model else tuple((reference,) for reference in lines)
    numbered = bool(results and results.model)
    bands: list[Band] = []
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
        size = sum(isinstance(row, Line) for row in rows)
        bands.append(Band(number if numbered else 0, tuple(rows), numbered and seen < ranking.places < seen + size))
        seen += size
    return tuple(bands)


def _thresholds(ranking: Ranking, before: Line | None, line: Line) -> list[str]:
    """The thresholds that lie between the official scores of two neighbouring rows."""
    rules = ranking.edition.scoring
    above = official_score(ranking, before) if before else Decimal(101)
    below = official_score(ranking, line)
    thresholds = (
        (rules.winner_threshold, gettext("Threshold for a winner: %(points)s", points=rules.winner_threshold)),
        (rules.mention_threshold, gettext(
            "Threshold for an honourable mention: %(points)s",
            points=rules.mention_threshold,
        )),
    )
    return [words for at, words in thresholds if above is not None and below is not None and above >= at > below]


def official_score(ranking: Ranking, line: Line) -> Decimal | None:
    """The score that the official rule goes by."""
    if ranking.rule == places.ADJUSTED and ranking.rule_applies and line.result and line.result.adjusted is not None:
        return round_half_up(Decimal(repr(line.result.adjusted)))
    return round_half_up(line.standing.mean) if line.standing.mean is not None else None


def recused_position(position: int) -> float:
    """The position of the hollow circle of a recused reviewer, counted from 0."""
    at = 7 + 11 * position
    return float(drawing.WIDTH - at if direction(current_language()) == "rtl" else at)


def shape(number: int) -> Mapping[str, int]:
    """A reviewer's shape and colour: the same pair comes again only after all others."""
    return {"form": number % SHAPES, "colour": (number + number // SHAPES) % COLOURS}


def list_recused(totals: tuple[GivenTotal, ...]) -> tuple[GivenTotal, ...]:
    """The recused reviewers, in order."""
    return tuple(total for total in totals if total.instead == "aside")
