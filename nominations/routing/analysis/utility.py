"""What a reader is worth to a file: an integer from 0 to 1000, kept with its parts so that it can be shown.

    u = 600 expertise + 250 language + 100 wish + 50 variety        (analysis.md, 1.2)
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

EXPERTISE, LANGUAGE, WISH, VARIETY = 600, 250, 100, 50
TOP_LEVEL = 3  # of the expertise somebody declares
UNDECLARED = 0.3  # of somebody who declared nothing, who may still know something
LANGUAGE_LEVELS: Mapping[str, float] = {"native": 1.0, "fluent": 0.8, "reading": 0.5}
WISHES: Mapping[str, float] = {"wants": 1.0, "silent": 0.5, "prefers_not": 0.0}


class Utility(NamedTuple):
    """The parts of a pair's worth; each is rounded by itself, the total is their sum."""

    expertise: int
    language: int
    wish: int
    variety: int

    @property
    def total(self) -> int:
        return self.expertise + self.language + self.wish + self.variety

    @property
    def is_native(self) -> bool:
        return self.language == LANGUAGE


def expertise_level(weights: Mapping[str, float], declared: Mapping[str, int]) -> float:
    """From 0 to 1: the file's themes (weights of any sum) met by declared levels 0 to 3; 0.3 if nothing is declared
    or the file names no theme.
    """
    total = sum(weights.values())
    if not declared or total <= 0:
        return UNDECLARED
    return sum(weight * declared.get(theme, 0) / TOP_LEVEL for theme, weight in weights.items()) / total


def language_level(file: Collection[str], spoken: Mapping[str, str]) -> float | None:
    """The best level in a language in which the file is complete; None if there is not even reading."""
    levels = [LANGUAGE_LEVELS[spoken[code]] for code in file if spoken.get(code) in LANGUAGE_LEVELS]
    return max(levels, default=None)


def calculate_utility(
    *, weights: Mapping[str, float], declared: Mapping[str, int], level: float, wish: str = "silent",
    regions: Collection[str] = (), region: str = "",
) -> Utility:
    """The worth of a pair. `level` comes from `language`; `regions` are the file's, `region` the reviewer's."""
    varied = bool(region) and bool(regions) and region not in regions
    return Utility(
        _half_up(EXPERTISE * expertise_level(weights, declared)), _half_up(LANGUAGE * level),
        _half_up(WISH * WISHES[wish]),
        VARIETY if varied else 0,
    )


def _half_up(value: float) -> int:
    return int(value + 0.5 + 1e-9)
