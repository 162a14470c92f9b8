"""What the marks leave open about the variances: the fit at many ratios of variances, each with its weight.

An estimate of a variance is itself uncertain, most of all with few reviewers, and every interval that takes it for the
truth is too narrow. So chances are averages over a grid of ratios, weighted by their restricted likelihood and a
half-Cauchy prior on the standard deviations, in units of the error's (Gelman, "Prior distributions for variance
parameters", 2006, who recommends it where groups are few). The error variance at given ratios is scaled inverse
chi-squared with n - 1 degrees of freedom, which makes each term a Student t.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.special import stdtr

from nominations.ranking.analysis.severity import (
    HIGHEST,
    LOWEST,
    Design,
    Fit,
    Floats,
    Solution,
    build_equations,
    covariance_of,
    severity_of,
)

MANY_FILES = 100  # from here on the variances are known well enough, and their estimates are used alone
LEAST_WEIGHT = 1e-4  # of the heaviest point: what is lighter changes no figure that is shown
_GRID = np.arange(LOWEST, HIGHEST + 0.25, 0.5)
_BISECTIONS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """The fit at one pair of ratios, and the weight of this pair; the weights of all points add up to 1."""

    weight: float
    solved: Solution


def weigh_variances(fit: Fit) -> tuple[Point, ...]:
    """The points that matter. One alone, the estimate, from 100 nominations on; none where all scores are equal."""
    if fit.equal:
        return ()
    if len(fit.design.files) >= MANY_FILES:
        return (Point(1.0, fit.solved),)
    at = build_equations(fit.design, fit.design.y)
    solutions = [(u, v, at(u, v)) for u in _GRID for v in _GRID]
    deviance = np.array([solved.deviance for _, _, solved in solutions])
    prior = np.array([_half_cauchy(u) * _half_cauchy(v) for u, v, _ in solutions])
    weight = np.exp(-(deviance - deviance.min()) / 2) * prior
    weight[weight < LEAST_WEIGHT * weight.max()] = 0
    weight /= weight.sum()
    return tuple(
        Point(float(share), solved) for share, (_, _, solved) in zip(weight, solutions, strict=True) if share
    )


def _half_cauchy(u: float) -> float:
    """The density of the logarithm u of a ratio of variances, up to a factor: of the ratio s of standard deviations it
    is 1 / (1 + s^2), and s = e^(u/2) brings its own derivative."""
    s = math.exp(u / 2)
    return s / (1 + s * s)


def compare_pairs(fit: Fit, points: Sequence[Point]) -> Floats:
    """[g, f]: the exact chance that nomination g is better than f; one half on the diagonal, where nothing differs, and
    between panels that share no reviewer, whose levels nothing compares."""
    F = len(fit.design.files)
    chance = np.zeros((F, F))
    for point in points:
        chance += point.weight * _compare_at(fit.design, point.solved)
    if not points:
        chance += 0.5
    panel = {file: number for number, part in enumerate(fit.parts) for file in part}
    numbers = np.array([panel.get(file, 0) for file in fit.design.files])
    chance[numbers[:, None] != numbers[None, :]] = 0.5
    return chance


def _compare_at(design: Design, solved: Solution) -> Floats:
    covariance = covariance_of(design, solved)
    variance = np.diag(covariance)
    spread = np.sqrt(np.maximum(variance[:, None] + variance[None, :] - 2 * covariance, 0))
    difference = solved.values[:, None] - solved.values[None, :]
    certain = spread < 1e-9
    odds = np.where(certain, np.sign(difference) * 1e9, difference / np.where(certain, 1, spread))
    above, below = np.triu_indices(len(odds), 1)
    chance = np.full(odds.shape, 0.5)
    chance[above, below] = stdtr(design.n - 1, odds[above, below])
    chance[below, above] = 1 - chance[above, below]
    return chance


def draw_scores(fit: Fit, points: Sequence[Point], random: np.random.Generator, count: int) -> Floats:
    """`count` simulated sets of adjusted scores, one row each, on the centred scale, in no particular order."""
    if not points:
        return np.zeros((count, len(fit.design.files)))
    counts = random.multinomial(count, np.array([point.weight for point in points]))
    return np.concatenate([
        _draw_at(point.solved, fit.design, random, int(number))
        for point, number in zip(points, counts, strict=True) if number
    ])


def _draw_at(solved: Solution, design: Design, random: np.random.Generator, count: int) -> Floats:
    """From the distribution of the scores at given ratios, by its two parts, so that no matrix of all nominations is
    factored: t with covariance vE (M C^-1 M' + D)."""
    M = -(solved.D[:, None] * design.W)
    M[:, 0] += 1
    # C = L L', so C^-1 = L'^-1 L^-1 and M L'^-1 z has the covariance wanted.
    shape: Floats = solve_triangular(solved.factor[0], M.T, lower=True, check_finite=False)
    panel = random.standard_normal((count, shape.shape[0])) @ shape
    own = random.standard_normal((count, len(design.files))) * np.sqrt(solved.D)
    degrees = design.n - 1
    error = np.sqrt(solved.v_error * degrees / random.chisquare(degrees, count))
    drawn: Floats = solved.values + error[:, None] * (panel + own)
    return drawn


def score_intervals(fit: Fit, points: Sequence[Point]) -> tuple[Floats, Floats]:
    """The 90 % intervals of the adjusted scores, out of 100."""
    if not points:
        return fit.adjusted, fit.adjusted
    return _intervals(fit, points, lambda solved: (
        fit.on_the_scale(solved.values), np.sqrt(np.maximum(np.diag(covariance_of(fit.design, solved)), 0))
    ))


def severity_intervals(fit: Fit, points: Sequence[Point]) -> tuple[Floats, Floats]:
    """The 90 % intervals of the severities, in points."""
    if not points:
        nothing = np.zeros(len(fit.design.reviewers))
        return nothing, nothing
    return _intervals(fit, points, severity_of)


def _intervals(
    fit: Fit, points: Sequence[Point], estimate: Callable[[Solution], tuple[Floats, Floats]]
) -> tuple[Floats, Floats]:
    """The 5 and 95 percent quantiles of a mixture of t distributions, by bisection."""
    estimates = [(point.weight, *estimate(point.solved)) for point in points]
    degrees = fit.design.n - 1
    means = np.array([mean for _, mean, _ in estimates])
    deviations = np.maximum(np.array([deviation for _, _, deviation in estimates]), 1e-12)
    weights: NDArray[np.float64] = np.array([weight for weight, _, _ in estimates])

    def quantile(share: float) -> Floats:
        low: Floats
        high: Floats
        reach = 100 * deviations.max(axis=0)
        low, high = means.min(axis=0) - reach, means.max(axis=0) + reach
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            is_below = weights @ stdtr(degrees, (middle - means) / deviations) < share
            low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
        return low

    return quantile(0.05), quantile(0.95)
