"""Reviews far from the others, reviewers who mark unlike the panel, and groups that a reviewer marks differently.

Hints for the chair, never a verdict (analysis.md 2.6).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nominations.ranking.analysis.input import AnalysisInput, Group, Review
from nominations.ranking.analysis.posterior import Point, severity_intervals
from nominations.ranking.analysis.severity import Fit, Floats

FAR, FAR_POINTS = 2.5, 15.0  # standardised residual; points from the mean of the others, of 100
LEAST_SHARED, LEAST_IN_GROUP = 8, 5
PERMUTATIONS, FALSE_SHARE = 2000, 0.10

Severity = tuple[float, float, float]  # in points, and its 90 % interval


@dataclass(frozen=True, slots=True)
class Outlier:
    """A review far from what the model expects of its nomination and reviewer; `others` is the mean of the others."""

    file: str
    reviewer: str
    score: float
    others: float
    standardised: float


@dataclass(frozen=True, slots=True)
class Marking:
    """How one reviewer marks. Severity in points (negative: stricter); None where it cannot be estimated.

    `spread` is the standard deviation of the reviewer's totals over that of the panel; `correlation` is with the mean
    of the others on shared files; `halo` the mean correlation between the reviewer's criteria; `same` the share of
    reviews with one mark for every criterion. A reviewer of one file is never `unlike`.
    """

    reviewer: str
    files: int
    severity: float | None
    low: float | None
    high: float | None
    spread: float | None
    correlation: float | None
    halo: float | None
    same: float
    unlike: bool


@dataclass(frozen=True, slots=True)
class Leaning:
    """A reviewer whose residuals in a group of nominations differ from the rest by more than chance."""

    reviewer: str
    kind: str
    key: str
    files: int
    points: float
    p: float


def find_outliers(fit: Fit) -> tuple[Outlier, ...]:
    """Reviews whose internally studentised residual e / sqrt(vE (1 - h)) is above 2.5 and that are 15 points or more
    from the mean of the others (Belsley, Kuh and Welsch 1980, 2.1), the farthest first.
    """
    design = fit.design
    if fit.equal:
        return ()
    scale = np.sqrt(np.maximum(fit.v_error * (1 - fit.leverages()), 1e-12))
    standardised = fit.residuals() / scale
    sums, counts = np.bincount(design.file, design.y), np.bincount(design.file)
    outliers = []
    for i in np.flatnonzero((np.abs(standardised) > FAR) & (counts[design.file] > 1)):
        f = design.file[i]
        others = (sums[f] - design.y[i]) / (counts[f] - 1)
        if abs(design.y[i] - others) >= FAR_POINTS:
            outliers.append(Outlier(
                design.files[f], design.reviewers[design.reviewer[i]], float(design.y[i] + design.centre),
                float(others + design.centre), float(standardised[i]),
            ))
    return tuple(sorted(
        outliers, key=lambda outlier: (-abs(round(outlier.standardised, 9)), outlier.file, outlier.reviewer)
    ))


def describe_markings(
    question: AnalysisInput, totals: Sequence[tuple[Review, float]], fit: Fit | None, points: Sequence[Point]
) -> tuple[Marking, ...]:
    """How each reviewer marks, by reviewer."""
    by_reviewer: dict[str, list[tuple[Review, float]]] = {}
    by_file: dict[str, list[float]] = {}
    for review, total in totals:
        by_reviewer.setdefault(review.reviewer, []).append((review, total))
        by_file.setdefault(review.file, []).append(total)
    spreads = {key: _deviation([total for _, total in mine]) for key, mine in by_reviewer.items()}
    usual = [spread for spread in spreads.values() if spread is not None]
    panel = sum(usual) / len(usual) if usual else 0.0
    severity = _severities(fit, points)
    return tuple(
        _marking(key, mine, severity.get(key), spreads[key], panel, by_file)
        for key, mine in sorted(by_reviewer.items())
    )


def _marking(
    key: str, mine: list[tuple[Review, float]], severity: Severity | None, spread: float | None,
    panel: float, by_file: Mapping[str, list[float]],
) -> Marking:
    shared = [(total, by_file[review.file]) for review, total in mine if len(by_file[review.file]) > 1]
    others = [(sum(all_) - total) / (len(all_) - 1) for total, all_ in shared]
    points, low, high = severity or (None, None, None)
    apart = low is not None and high is not None and (low > 0 or high < 0)
    return Marking(
        key, len(mine), points, low, high, spread / panel if spread is not None and panel > 1e-9 else None,
        correlate([total for total, _ in shared], others) if len(shared) >= LEAST_SHARED else None,
        _halo([review for review, _ in mine]),
        sum(len({mark for mark in review.marks if mark is not None}) == 1 for review, _ in mine) / len(mine),
        unlike=apart and len(mine) > 1,
    )


def _severities(fit: Fit | None, points: Sequence[Point]) -> dict[str, Severity]:
    """None of anybody where the likelihood is greatest without any severity: then it could not be measured."""
    if fit is None or fit.equal or fit.no_severity:
        return {}
    effect, _ = fit.severity()
    low, high = severity_intervals(fit, points)
    return {
        key: (float(effect[i]), float(low[i]), float(high[i])) for i, key in enumerate(fit.design.reviewers)
    }


def measure_confounding(fit: Fit) -> float | None:
    """Correlation over reviewers between severity and the mean that colleagues gave the nominations they share.

    Severity is the mean difference to colleagues on these nominations. Far from 0, who is strict and who got the better
    nominations cannot be told apart. None with fewer than eight reviewers, or where nothing varies.
    """
    design = fit.design
    sums, counts = np.bincount(design.file, design.y), np.bincount(design.file)
    differences, levels = [], []
    for r in range(len(design.reviewers)):
        mine = np.flatnonzero((design.reviewer == r) & (counts[design.file] > 1))
        if len(mine):
            others = (sums[design.file[mine]] - design.y[mine]) / (counts[design.file[mine]] - 1)
            differences.append(float((design.y[mine] - others).mean()))
            levels.append(float(others.mean()))
    return correlate(differences, levels) if len(differences) >= LEAST_SHARED else None


def _deviation(values: Sequence[float]) -> float | None:
    return float(np.std(values, ddof=1)) if len(values) > 1 else None


def correlate(first: Sequence[float] | Floats, second: Sequence[float] | Floats) -> float | None:
    """Pearson's r; None where one of them does not vary."""
    x, y = np.array(first) - np.mean(first), np.array(second) - np.mean(second)
    size = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / size if size > 1e-9 else None


def _halo(reviews: Sequence[Review]) -> float | None:
    """Mean correlation between criteria over the reviewer's complete cards; None with fewer than eight."""
    full = np.array([review.marks for review in reviews if None not in review.marks], dtype=float)
    if len(full) < LEAST_SHARED or full.shape[1] < 2:
        return None
    pairs = [
        coefficient for i in range(full.shape[1]) for j in range(i)
        if (coefficient := correlate(full[:, i], full[:, j])) is not None
    ]
    return sum(pairs) / len(pairs) if pairs else None


def find_leanings(fit: Fit, groups: Sequence[Group], seed: int) -> tuple[Leaning, ...]:
    """Reviewer x group: the mean residual inside less the mean outside, at least five files on each side.

    p by 2,000 permutations of the reviewer's own residuals; kept are those that Benjamini and Hochberg (1995) keep at a
    false share of 10 % of all pairs tried, the farthest first.
    """
    if fit.equal:
        return ()
    design, residuals = fit.design, fit.residuals()
    random = np.random.Generator(np.random.PCG64(seed))
    tried = []
    for r, reviewer in enumerate(design.reviewers):
        mine = np.flatnonzero(design.reviewer == r)
        if len(mine) < 2 * LEAST_IN_GROUP:
            continue
        shuffled = None
        for group in groups:
            inside = np.isin(np.array(design.files)[design.file[mine]], group.files)
            count = int(inside.sum())
            if min(count, len(mine) - count) < LEAST_IN_GROUP:
                continue
            if shuffled is None:
                shuffled = random.permuted(np.tile(residuals[mine], (PERMUTATIONS, 1)), axis=1)
            points = float(residuals[mine][inside].mean() - residuals[mine][~inside].mean())
            by_chance = shuffled[:, inside].mean(axis=1) - shuffled[:, ~inside].mean(axis=1)
            p = (1 + int((np.abs(by_chance) >= abs(points) - 1e-9).sum())) / (PERMUTATIONS + 1)
            tried.append(Leaning(reviewer, group.kind, group.key, count, points, p))
    significant = benjamini_hochberg([leaning.p for leaning in tried], FALSE_SHARE)
    return tuple(sorted(
        (leaning for leaning, keep in zip(tried, significant, strict=True) if keep),
        key=lambda leaning: (leaning.p, -abs(round(leaning.points, 9)), leaning.reviewer, leaning.kind, leaning.key),
    ))


def benjamini_hochberg(values: Sequence[float], share: float) -> list[bool]:
    """Which of the p values are kept at this false discovery rate."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    last = max((k for k, i in enumerate(order, 1) if values[i] <= share * k / len(values)), default=0)
    below = set(order[:last])
    return [i in below for i in range(len(values))]
