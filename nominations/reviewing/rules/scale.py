"""How one reviewer uses the scale of 0 to 100: mean, spread, ten steps, outliers, the panel on the same files.

All values are exact; they are rounded once, where they are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from nominations.rounds.rules.scoring import mean_of_some

ENOUGH = 5  # submitted scores from which on a scale is shown
ENOUGH_OTHERS = 4  # other scores that a score needs to be compared
FAR = 15  # points of 100 beyond all others
STEPS = 10


@dataclass(frozen=True, slots=True)
class Outlier:
    """A score far from its reviewer's others, which lie between `low` and `high`."""

    total: Decimal
    low: Decimal
    high: Decimal


def find_outliers(totals: Mapping[str, Decimal]) -> dict[str, Outlier]:
    """The scores more than `FAR` points above or below all others of the same reviewer, by file."""
    outlying = {}
    for file, total in totals.items():
        others = [other for name, other in totals.items() if name != file]
        if len(others) < ENOUGH_OTHERS:
            continue
        low, high = min(others), max(others)
        if total > high + FAR or total < low - FAR:
            outlying[file] = Outlier(total, low, high)
    return outlying


@dataclass(frozen=True, slots=True)
class Use:
    """How a scale was used: the plain mean, largest minus smallest, how many scores in each ten points."""

    count: int
    mean: Fraction
    spread: Decimal
    steps: tuple[int, ...]


def measure_use(totals: Sequence[Decimal]) -> Use:
    """How these scores use the scale; at least one is needed. The last step holds 100 too."""
    steps = [0] * STEPS
    for total in totals:
        steps[min(int(total) // 10, STEPS - 1)] += 1
    return Use(len(totals), mean_of_some(totals), max(totals) - min(totals), tuple(steps))


@dataclass(frozen=True, slots=True)
class Difference:
    """How many points above the panel (below: negative) on the same `files`, give or take `margin`."""

    points: Fraction
    margin: float
    files: int


def measure_difference(pairs: Sequence[tuple[Decimal, Sequence[Decimal]]]) -> Difference | None:
    """A reviewer's own score of each file against the mean of the others'; None below `ENOUGH` files with both.

    The margin is two standard errors of the mean difference, d ± 2·s/√n.
    """
    apart = [Fraction(own) - mean_of_some(others) for own, others in pairs if others]
    if len(apart) < ENOUGH:
        return None
    middle = mean_of_some(apart)
    variance = sum(((distance - middle) ** 2 for distance in apart), Fraction()) / (len(apart) - 1)
    return Difference(middle, 2 * sqrt(variance / len(apart)), len(apart))
