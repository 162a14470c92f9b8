"""Which places the marks support: expected ranks, intervals, chances of a place, sets of winners, verdicts, bands.

Expected ranks after Laird and Louis, "Empirical Bayes ranking methods", 1989. A verdict is one of a whole set, because
many small chances add up: among a hundred nominations that each have one chance in ten, ten are among the first.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nominations.ranking.analysis.posterior import MANY_FILES, Point, draw_scores
from nominations.ranking.analysis.severity import Fit, Floats

DRAWS, DRAWS_OF_MANY = 100_000, 10_000
_AT_ONCE = 5_000
CERTAIN = 0.9
STANDARD_ERRORS = 3  # how far from the line a share of draws has to be before a verdict rests on it
FIRST_PLACES = 10


class Verdict(StrEnum):
    """Whether the marks support a place among the first."""

    IN = "in"
    OUT = "out"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class RankEstimate:
    """Of one nomination: expected rank, 90 % interval of its rank, chance of each of the first places."""

    file: str
    expected: float
    low: int
    high: int
    chance: float  # of a place among the first N
    chances: tuple[float, ...]  # of the places 1, 2, ...
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RankEstimates:
    """All nominations of a fit, in its order; `winners` is the smallest set that holds the best with 90 %."""

    files: tuple[RankEstimate, ...]
    winners: tuple[str, ...]
    draws: int


def expected_ranks(chances: Floats) -> Floats:
    """Exact, from the chances of pairs: ER_f = 1 + the sum over g of P(A_g > A_f).

    Two nominations that cannot differ share the rank between them.
    """
    ranks: Floats = 1 + chances.sum(axis=0) - 0.5
    return ranks


def estimate_ranks(
    fit: Fit, points: Sequence[Point], pairs: Floats, places: int, seed: int, *, without_verdict: frozenset[str] =
    frozenset(),
) -> RankEstimates:
    """Every nomination of the fit, in its order. Where all scores are equal every interval is the one shared place.

    `pairs` are the chances of `posterior.compare_pairs`. Whoever is in `without_verdict` is never in and never out.
    """
    files = fit.design.files
    if fit.equal:
        one = (1.0, *[0.0] * (min(FIRST_PLACES, len(files)) - 1))
        middle, chance = (len(files) + 1) / 2, min(1.0, places / len(files))
        return RankEstimates(
            tuple(RankEstimate(file, middle, 1, 1, chance, one, Verdict.OPEN) for file in files), files, 0
        )
    count = DRAWS if len(files) < MANY_FILES else DRAWS_OF_MANY
    ranks = _draw_ranks(fit, points, seed, count)
    expected = expected_ranks(pairs)
    shares = _share_of_ranks(ranks)
    upto = shares.cumsum(axis=0)
    within = upto[min(places, len(files)) - 1] if places > 0 else np.zeros(len(files))
    candidates = [i for i, file in enumerate(files) if file not in without_verdict]
    verdicts = find_verdicts(ranks, places, candidates)
    first = min(FIRST_PLACES, len(files))
    return RankEstimates(
        tuple(
            RankEstimate(
                file, float(expected[f]), *find_shortest_interval(upto[:, f]), float(within[f]),
                tuple(float(chance) for chance in shares[:first, f]), verdicts.get(f, Verdict.OPEN),
            )
            for f, file in enumerate(files)
        ),
        tuple(files[f] for f in find_winners(shares[0], count)), count,
    )


def find_winners(chances: Floats, draws: int) -> tuple[int, ...]:
    """The smallest set of nominations whose chances of the first place add up to 90 %, the likeliest first. Where the
    sum is within three standard errors of that, the next one belongs to the set as well."""
    winners: list[int] = []
    total = 0.0
    for f in np.argsort(-chances, kind="stable"):
        if total >= CERTAIN + _margin(draws):
            break
        winners.append(int(f))
        total += float(chances[f])
    return tuple(winners)


def find_verdicts(ranks: NDArray[np.int16], places: int, candidates: Sequence[int]) -> dict[int, Verdict]:
    """Nominations that are clearly in and clearly out, so that the chance that any of these verdicts is wrong is at
    most 10 %; the surest are taken first. Nothing is clear where there is no line: no places, or as many as
    nominations."""
    draws, F = ranks.shape
    if not 0 < places < F:
        return {}
    within = ranks <= places
    chances = within.mean(axis=0)
    limit = 1 - CERTAIN - _margin(draws)
    verdicts: dict[int, Verdict] = {}
    is_wrong = np.zeros(draws, dtype=bool)
    closed: set[Verdict] = set()
    for f in sorted(candidates, key=lambda f: (min(chances[f], 1 - chances[f]), f)):
        verdict = Verdict.IN if chances[f] > 0.5 else Verdict.OUT
        if verdict in closed:
            continue
        with_this = is_wrong | (within[:, f] if verdict is Verdict.OUT else ~within[:, f])
        if with_this.mean() > limit:
            closed.add(verdict)
        else:
            verdicts[f], is_wrong = verdict, with_this
    return verdicts


def _margin(draws: int) -> float:
    """Three standard errors of a share of 10 % of the draws."""
    return STANDARD_ERRORS * math.sqrt(CERTAIN * (1 - CERTAIN) / draws)


def _draw_ranks(fit: Fit, points: Sequence[Point], seed: int, count: int) -> NDArray[np.int16]:
    random = np.random.Generator(np.random.PCG64(seed))
    # A part of the draws at a time: their scores and the order of them take ten times the room of the ranks.
    return np.concatenate([
        _rank(draw_scores(fit, points, random, _AT_ONCE)) for _ in range(count // _AT_ONCE)
    ])


def _rank(scores: Floats) -> NDArray[np.int16]:
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks: NDArray[np.int16] = np.empty(order.shape, dtype=np.int16)
    np.put_along_axis(ranks, order, np.arange(1, order.shape[1] + 1, dtype=np.int16)[None, :], axis=1)
    return ranks


def _share_of_ranks(ranks: NDArray[np.int16]) -> Floats:
    """[k, f]: the share of draws in which nomination f has rank k + 1."""
    draws, F = ranks.shape
    shares: Floats = np.empty((F, F))
    for f in range(F):
        shares[:, f] = np.bincount(ranks[:, f], minlength=F + 1)[1:] / draws
    return shares


def find_shortest_interval(upto: Floats) -> tuple[int, int]:
    """The shortest run of ranks that holds 90 %; of several the one that holds most. `upto` are cumulative shares.

    Ranks are whole numbers: cutting 5 % off at each end keeps more than 90 %, the more the fewer nominations there are.
    """
    before = np.concatenate([[0.0], upto[:-1]])
    last = np.searchsorted(upto, before + CERTAIN - 1e-9)
    starts = np.flatnonzero(last < len(upto))
    width = last[starts] - starts
    shortest = starts[width == width.min()]
    held = upto[last[shortest]] - before[shortest]
    start = int(shortest[int(np.argmax(np.round(held, 9)))])
    return start + 1, int(last[start]) + 1


def group_bands(order: Sequence[str], chances: Mapping[tuple[str, str], float]) -> tuple[tuple[str, ...], ...]:
    """Consecutive nominations of the official order, cut so that no pair inside a band is told apart with 90 %.

    `chances` are those of pairs; a nomination without any is a band of its own.
    """
    bands: list[list[str]] = []
    for file in order:
        if bands and all(_is_open(chances.get((other, file))) for other in bands[-1]):
            bands[-1].append(file)
        else:
            bands.append([file])
    return tuple(tuple(band) for band in bands)


def _is_open(chance: float | None) -> bool:
    return chance is not None and 1 - CERTAIN < round(chance, 9) < CERTAIN


def find_lead(file: str, placed: Mapping[str, int], chances: Mapping[tuple[str, str], float]) -> int | None:
    """The first place from which on this nomination is better than every other, each with at least 90 %; None where it
    is not even ahead of the last. `placed` is in the official order."""
    behind: set[int] = set()
    for other in reversed(list(placed)):
        if other == file or round(chances.get((file, other), 0.0), 9) < CERTAIN:
            behind.discard(placed[other])  # one of those who share this place is not behind
            break
        behind.add(placed[other])
    return min(behind, default=None)
