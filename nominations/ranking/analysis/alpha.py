"""Agreement on marks with cells missing: Krippendorff's alpha; on whole orders: Kendall's W; on yes or no: Fleiss."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, rankdata

Floats = NDArray[np.float64]

FEW_STEPS = 7  # up to so many steps a scale is treated as ordinal, above as interval


@dataclass(frozen=True, slots=True)
class Alpha:
    """`value` is None where all marks are equal; `files` have at least two marks, `pairs` counts those of marks."""

    value: float | None
    files: int
    pairs: int


def krippendorff_alpha(units: Sequence[Sequence[float]], metric: str) -> Alpha:
    """alpha = 1 - D_observed / D_expected for "nominal", "ordinal" or "interval" values, any pattern of missing cells.

    Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011: units with fewer than two values do not count.
    """
    pairable = [list(unit) for unit in units if len(unit) >= 2]
    pairs = sum(len(unit) * (len(unit) - 1) // 2 for unit in pairable)
    levels = sorted({value for unit in pairable for value in unit})
    if len(levels) < 2:
        return Alpha(None, len(pairable), pairs)
    place = {value: i for i, value in enumerate(levels)}
    coincidence = np.zeros((len(levels), len(levels)))
    for unit in pairable:
        counts = np.bincount([place[value] for value in unit], minlength=len(levels)).astype(float)
        coincidence += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    n_c = coincidence.sum(axis=0)
    n = n_c.sum()
    difference = _difference(np.array(levels, dtype=float), n_c, metric)
    expected = (np.outer(n_c, n_c) * difference).sum() / (n - 1)
    return Alpha(float(1 - (coincidence * difference).sum() / expected), len(pairable), pairs)


def _difference(levels: Floats, n_c: Floats, metric: str) -> Floats:
    """Squared distance of two values, by Krippendorff's sections C and following."""
    if metric == "nominal":
        return 1 - np.eye(len(levels))
    if metric == "interval":
        return (levels[:, None] - levels[None, :]) ** 2
    if metric == "ordinal":
        # The values counted from one to the other, both ends included, less half of both ends: for c below k the sums
        # up to k and up to c differ by all but c itself.
        upto = np.cumsum(n_c)
        places = np.arange(len(levels))
        low, high = np.minimum.outer(places, places), np.maximum.outer(places, places)
        between = upto[high] - upto[low] + n_c[low] - (n_c[low] + n_c[high]) / 2
        return between**2
    raise ValueError(f"There is no metric {metric!r}.")


def metric_of(steps: int) -> str:
    """Ordinal for scales of up to seven steps, interval above."""
    return "ordinal" if steps <= FEW_STEPS else "interval"


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W with its test: chi-square, its degrees of freedom, the probability of so high a value by chance."""

    w: float
    chi_square: float
    degrees: int
    p: float
    judges: int
    files: int


def kendall_w(table: Sequence[Sequence[float]]) -> Concordance | None:
    """W corrected for ties; `table` has a row per file and a column per judge, complete. None where nothing differs.

    Kendall and Smith 1939; the correction as in Siegel and Castellan, Nonparametric Statistics, 1988, 9.4.
    """
    values = np.array(table, dtype=float)
    n, m = values.shape
    ranks = np.column_stack([rankdata(values[:, j]) for j in range(m)])
    ties = sum(float((counts**3 - counts).sum())
               for counts in (np.unique(ranks[:, j], return_counts=True)[1].astype(float) for j in range(m)))
    sums = ranks.sum(axis=1)
    above = 12 * float((sums**2).sum()) - 3 * m**2 * n * (n + 1) ** 2
    below = m**2 * n * (n**2 - 1) - m * ties
    if n < 2 or m < 2 or below <= 0:
        return None
    w = above / below
    chi_square = m * (n - 1) * w
    return Concordance(w, chi_square, n - 1, float(chi2.sf(chi_square, n - 1)), m, n)


def fleiss_kappa(counts: Sequence[Sequence[int]]) -> float | None:
    """Kappa of decisions; `counts` has a row per file and how many judges chose each answer. None if all chose one.

    Fleiss, "Measuring nominal scale agreement among many raters", 1971: the same number of judges for every nomination.
    """
    table = np.array(counts, dtype=float)
    judges = table.sum(axis=1)
    if len(set(judges)) != 1:
        raise ValueError("Fleiss' kappa needs the same number of judges for every nomination.")
    n = judges[0]
    share = table.sum(axis=0) / table.sum()
    chance = float((share**2).sum())
    if chance >= 1 - 1e-12:
        return None
    seen = float(((table * (table - 1)).sum(axis=1) / (n * (n - 1))).mean())
    return (seen - chance) / (1 - chance)
