"""How far reviewers agree on whole files: intraclass correlations from the fit and, for complete tables, from ANOVA."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from nominations.ranking.analysis.severity import HIGHEST, LOWEST, Design, Fit, Floats, build_equations, find_least

REFITS, MANY_FILES = 500, 200
LEAST_FILES = 20  # with fewer pairable nominations a criterion's alpha is not shown
CURVATURE_DRAWS = 4000
_STEP = 0.05


class Grade(StrEnum):
    """The words for a coefficient (Cicchetti 1994, as analysis.md 2.5 rounds them)."""

    LOW = "low"
    MODERATE = "moderate"
    GOOD = "good"
    HIGH = "high"


def grade_coefficient(value: float) -> Grade:
    """Below .4 low, below .6 moderate, up to .75 good, above high."""
    if value < 0.4:
        return Grade.LOW
    if value < 0.6:
        return Grade.MODERATE
    return Grade.GOOD if value <= 0.75 else Grade.HIGH


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A share of variance between 0 and 1, and its 90 % interval where one was made."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of single reviews, absolutely and in order; of the raw mean of `reviews` of them; of the adjusted score."""

    absolute: Coefficient
    consistent: Coefficient
    of_mean: Coefficient
    of_adjusted: float
    reviews: float  # harmonic mean of reviews per file


def estimate_agreement(fit: Fit, seed: int) -> Agreement | None:
    """From the variances of the fit, any pattern of missing cells (McGraw and Wong 1996, two-way random). None where
    all scores are equal.

    Intervals: parametric bootstrap of 500 refits up to 200 files, above it draws from the curvature of the likelihood.
    """
    if fit.equal:
        return None
    k = len(fit.design.files) / float((1 / fit.design.n_f).sum())
    random = np.random.Generator(np.random.PCG64(seed))
    many = len(fit.design.files) > MANY_FILES
    ratios = _by_curvature(fit, random) if many else _by_refits(fit, random)
    sampled = np.array([intraclass_correlations(1 / a, 1 / b, 1.0, k) for a, b in ratios])
    low, high = np.quantile(sampled, [0.05, 0.95], axis=0)
    values = intraclass_correlations(fit.v_file, fit.v_reviewer, fit.v_error, k)
    absolute, consistent, of_mean = (
        Coefficient(value, float(min(low[i], value)), float(max(high[i], value))) for i, value in enumerate(values)
    )
    return Agreement(absolute, consistent, of_mean, _of_adjusted(fit), k)


def intraclass_correlations(v_file: float, v_reviewer: float, v_error: float, k: float) -> tuple[float, float, float]:
    """ICC(A,1) = vF / (vF + vR + vE), ICC(C,1) = vF / (vF + vE), and vF / (vF + (vR + vE) / k)."""
    return (
        v_file / (v_file + v_reviewer + v_error), v_file / (v_file + v_error),
        v_file / (v_file + (v_reviewer + v_error) / k),
    )


def _of_adjusted(fit: Fit) -> float:
    """1 - mean prediction error variance / vF, never below 0."""
    if fit.no_difference:
        return 0.0
    # The error of theta itself: an error that all nominations share does not change their order.
    covariance = fit.covariance()
    n = len(covariance)
    error = (float(np.trace(covariance)) - float(covariance.sum()) / n) / max(n - 1, 1)
    return max(0.0, 1 - error / fit.v_file)


def _by_refits(fit: Fit, random: np.random.Generator) -> list[tuple[float, float]]:
    """(a, b) of tables drawn from the fit and fitted again (Efron and Tibshirani 1993, 6.5)."""
    design, start = fit.design, (-math.log(fit.solved.a), -math.log(fit.solved.b))
    u_inside, v_inside = (min(max(ratio, LOWEST + 1), HIGHEST - 1) for ratio in start)
    ratios = []
    for _ in range(REFITS):
        y = _draw_scores(fit, design, random)
        u, v, _least = find_least(build_equations(design, y - y.mean()), ((u_inside, v_inside),))
        ratios.append((math.exp(-u), math.exp(-v)))
    return ratios


def _draw_scores(fit: Fit, design: Design, random: np.random.Generator) -> Floats:
    files = random.standard_normal(len(design.files)) * math.sqrt(fit.v_file)
    reviewers = random.standard_normal(len(design.reviewers)) * math.sqrt(fit.v_reviewer)
    return files[design.file] + reviewers[design.reviewer] + random.standard_normal(design.n) * math.sqrt(fit.v_error)


def _by_curvature(fit: Fit, random: np.random.Generator) -> list[tuple[float, float]]:
    """(a, b) drawn from the normal whose precision is half the curvature of -2 log likelihood at its least."""
    at = build_equations(fit.design, fit.design.y)
    u, v = -math.log(fit.solved.a), -math.log(fit.solved.b)

    def deviance(du: float, dv: float) -> float:
        return at(u + du * _STEP, v + dv * _STEP).deviance

    here = deviance(0, 0)
    uu = (deviance(1, 0) - 2 * here + deviance(-1, 0)) / _STEP**2
    vv = (deviance(0, 1) - 2 * here + deviance(0, -1)) / _STEP**2
    uv = (deviance(1, 1) - deviance(1, -1) - deviance(-1, 1) + deviance(-1, -1)) / (4 * _STEP**2)
    values, vectors = np.linalg.eigh(np.array([[uu, uv], [uv, vv]]) / 2)
    spread = vectors / np.sqrt(np.maximum(values, 1e-2))
    drawn = np.array([u, v]) + random.standard_normal((CURVATURE_DRAWS, 2)) @ spread.T
    return [(math.exp(-x), math.exp(-y)) for x, y in np.clip(drawn, LOWEST, HIGHEST)]


@dataclass(frozen=True, slots=True)
class AnovaForms:
    """The intraclass correlations of a complete table, single and averaged over its k raters."""

    one_way: float  # ICC(1), Shrout and Fleiss ICC(1,1)
    absolute: float  # ICC(A,1), ICC(2,1)
    consistent: float  # ICC(C,1), ICC(3,1)
    one_way_mean: float  # ICC(1,k)
    absolute_mean: float  # ICC(A,k), ICC(2,k)
    consistent_mean: float  # ICC(C,k), ICC(3,k)


def anova_forms(table: Sequence[Sequence[float]]) -> AnovaForms | None:
    """The ANOVA forms of Shrout and Fleiss 1979 = McGraw and Wong 1996; rows are files, columns raters, no cell
    missing. None where all cells are equal.
    """
    x = np.array(table, dtype=float)
    n, k = x.shape
    grand = x.mean()
    total = float(((x - grand) ** 2).sum())
    if n < 2 or k < 2 or total < 1e-12:
        return None
    between_files = k * float(((x.mean(axis=1) - grand) ** 2).sum())
    between_raters = n * float(((x.mean(axis=0) - grand) ** 2).sum())
    msr, msc = between_files / (n - 1), between_raters / (k - 1)
    msw = (total - between_files) / (n * (k - 1))
    mse = (total - between_files - between_raters) / ((n - 1) * (k - 1))
    return AnovaForms(
        (msr - msw) / (msr + (k - 1) * msw),
        (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n),
        (msr - mse) / (msr + (k - 1) * mse),
        (msr - msw) / msr,
        (msr - mse) / (msr + (msc - mse) / n),
        (msr - mse) / msr,
    )
