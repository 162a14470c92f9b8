"""Which places the marks support: expected ranks, intervals, chances of a place, verdicts, bands.

Expected ranks after Laird and Louis, "Empirical Bayes ranking methods", 1989; the line through a band as drawn by the
Swiss National Science Foundation (Heyard et al., "Rethinking the funding line", 2022).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.special import ndtr

from nominations.ranking.analysis.severity import HIGHEST, LOWEST, Design, Fit, Floats, Solution, build_equations

DRAWS = 4000
CERTAIN = 0.9
SMALL = 100  # with fewer nominations the uncertainty of the variances themselves enters the draws
FIRST_PLACES = 10
_GRID = np.arange(LOWEST, HIGHEST + 0.25, 0.5)


class Verdict(StrEnum):
    """Whether the marks support a place among the first."""

    IN = "in"
    OUT = "out"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class RankEstimate:
    """Of one nomination: expected rank, 90 % and 50 % intervals of its rank, chance of each of the first places."""

    file: str
    expected: float
    low: int
    high: int
    half_low: int
    half_high: int
    chance: float  # of a place among the first N
    chances: tuple[float, ...]  # of the places 1, 2, ...
    verdict: Verdict
    verdict_by_half: Verdict


def expected_ranks(values: Floats, covariance: Floats) -> Floats:
    """Exact: ER_f = 1 + sum over g of P(A_g > A_f) = 1 + sum of Phi((A_g - A_f) / sd of their difference).

    Two nominations that cannot differ share the rank between them.
    """
    ranks: Floats = 1 + compare_pairs(values, covariance).sum(axis=0) - 0.5
    return ranks


def compare_pairs(values: Floats, covariance: Floats) -> Floats:
    """[g, f]: the chance that file g is better than file f; one half on the diagonal and where nothing differs."""
    variance = np.diag(covariance)
    spread = np.sqrt(np.maximum(variance[:, None] + variance[None, :] - 2 * covariance, 0))
    difference = values[:, None] - values[None, :]
    certain = spread < 1e-9
    odds = np.where(certain, np.sign(difference) * 40, difference / np.where(certain, 1, spread))
    chance: Floats = ndtr(odds)
    return chance


def draw_scores(fit: Fit, seed: int, count: int = DRAWS) -> Floats:
    """`count` simulated sets of adjusted scores, one row each, on the centred scale.

    Below 100 files the variance ratios are drawn too, from their likelihood on a grid with a flat prior on the
    standard deviations (Gelman, "Prior distributions for variance parameters", 2006); above, the estimates are used.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    design = fit.design
    if fit.equal:
        return np.zeros((count, len(design.files)))
    if len(design.files) >= SMALL:
        return _around(fit.solved, design, random, count)
    at = build_equations(design, design.y)
    points = [(u, v) for u in _GRID for v in _GRID]
    deviance = np.array([at(u, v).deviance for u, v in points])
    weight = np.exp(-(deviance - deviance.min()) / 2 + np.array([(u + v) / 2 for u, v in points]) - HIGHEST)
    counts = random.multinomial(count, weight / weight.sum())
    return np.concatenate([
        _around(at(*point), design, random, int(number))
        for point, number in zip(points, counts, strict=True) if number
    ])


def _around(solved: Solution, design: Design, random: np.random.Generator, count: int) -> Floats:
    """N(A, vE (M C^-1 M' + D)) by its two parts, so that no matrix of all nominations is factored."""
    M = -(solved.D[:, None] * design.W)
    M[:, 0] += 1
    # C = L L', so C^-1 = L'^-1 L^-1 and M L'^-1 z has the covariance wanted.
    shape: Floats = solve_triangular(solved.factor[0], M.T, lower=True, check_finite=False)
    panel = random.standard_normal((count, shape.shape[0])) @ shape
    own = random.standard_normal((count, len(design.files))) * np.sqrt(solved.D)
    drawn: Floats = solved.values + math.sqrt(solved.v_error) * (panel + own)
    return drawn


def estimate_ranks(fit: Fit, places: int, seed: int) -> tuple[RankEstimate, ...]:
    """Every file of the fit, in its order. Where all scores are equal every interval is the one shared place."""
    files = fit.design.files
    if fit.equal:
        one = (1.0, *[0.0] * (min(FIRST_PLACES, len(files)) - 1))
        middle = (len(files) + 1) / 2
        return tuple(
            RankEstimate(file, middle, 1, 1, 1, 1, min(1.0, places / len(files)), one, Verdict.OPEN, Verdict.OPEN)
            for file in files
        )
    expected = expected_ranks(fit.solved.values, fit.covariance())
    ranks = _ranks(draw_scores(fit, seed))
    bounds = np.quantile(ranks, [0.05, 0.95, 0.25, 0.75], axis=0, method="inverted_cdf").astype(int)
    first = min(FIRST_PLACES, len(files))
    chances = np.array([(ranks == place).mean(axis=0) for place in range(1, first + 1)])
    within = (ranks <= places).mean(axis=0)
    estimates = []
    for f, file in enumerate(files):
        low, high, half_low, half_high = (int(bound) for bound in bounds[:, f])
        estimates.append(RankEstimate(
            file, float(expected[f]), low, high, half_low, half_high, float(within[f]),
            tuple(float(chance) for chance in chances[:, f]), verdict_by_chance(float(within[f])),
            verdict_by_half(half_low, half_high, places),
        ))
    return tuple(estimates)


def verdict_by_chance(chance: float) -> Verdict:
    """Clearly in from nine in ten, clearly out up to one in ten, otherwise to be discussed."""
    if chance >= CERTAIN:
        return Verdict.IN
    return Verdict.OUT if chance <= 1 - CERTAIN + 1e-12 else Verdict.OPEN


def verdict_by_half(low: int, high: int, places: int) -> Verdict:
    """The alternative: whether the 50 % interval of the rank crosses the line (Heyard et al. 2022)."""
    if high <= places:
        return Verdict.IN
    return Verdict.OUT if low > places else Verdict.OPEN


def _ranks(scores: Floats) -> NDArray[np.int32]:
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks: NDArray[np.int32] = np.empty(order.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, np.arange(1, order.shape[1] + 1, dtype=np.int32)[None, :], axis=1)
    return ranks


def group_bands(order: Sequence[str], intervals: Mapping[str, tuple[int, int]]) -> tuple[tuple[str, ...], ...]:
    """Consecutive files of the official order whose rank interval meets that of the band's first file.

    A nomination without an interval is a band of its own. The order inside a band is not supported by the marks.
    """
    bands: list[list[str]] = []
    for file in order:
        first = bands[-1][0] if bands else ""
        if first in intervals and file in intervals and intervals[file][0] <= intervals[first][1]:
            bands[-1].append(file)
        else:
            bands.append([file])
    return tuple(tuple(band) for band in bands)
