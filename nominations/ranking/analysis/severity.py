"""How strict each reviewer is, and each nomination's score adjusted for it: crossed random effects by REML.

    y_fr = mu + theta_f + beta_r + e,   theta ~ N(0, vF), beta ~ N(0, vR), e ~ N(0, vE)

Nominations are absorbed, so that only a matrix of one row per reviewer is solved (Henderson's mixed model equations;
Searle, Casella and McCulloch, Variance Components, 1992, chapter 7). Checked against lme4's Penicillin.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

from nominations.ranking.analysis.canonical_order import canonical_order
from nominations.ranking.analysis.input import Score

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

LEAST_REVIEWERS, LEAST_REVIEWS_PER_FILE = 4, 2
NOTHING = 1e-7  # a smaller sum of squares on the scale of 0 to 100 is rounding only (1e-9 on a scale of 0 to 10)
LOWEST, HIGHEST = -9.0, 7.0  # bounds of log(vF / vE) and log(vR / vE)
_SAME_FIT = 1e-3  # of -2 log likelihood: closer than this the data cannot tell a variance from 0
_STEP = 1e-4
NINETY = 1.6448536269514722  # half width of a 90 % interval, in standard deviations


class Why(StrEnum):
    """Why there is no adjusted score."""

    NOTHING = "nothing"
    ONE_EACH = "one_each"
    FEW_REVIEWERS = "few_reviewers"
    FEW_REVIEWS = "few_reviews"


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Who scored what: names in order, indices into them, values less their mean, and their sums."""

    files: tuple[str, ...]
    reviewers: tuple[str, ...]
    file: Indices
    reviewer: Indices
    y: Floats
    centre: float
    n_f: Floats
    n_r: Floats
    W: Floats  # n_f beside the incidence of files and reviewers

    @property
    def n(self) -> int:
        return len(self.y)


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The equations at one pair of variance ratios a = vE / vF, b = vE / vR."""

    a: float
    b: float
    factor: tuple[Floats, bool]
    D: Floats
    t: Floats
    theta: Floats
    v_error: float
    deviance: float

    @property
    def values(self) -> Floats:
        """mu + theta of each file, on the centred scale."""
        values: Floats = self.t[0] + self.theta
        return values


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The REML fit; variances in squared points. `equal`: every score is the same, so nothing varies."""

    design: Design
    solved: Solution
    v_file: float
    v_reviewer: float
    v_error: float
    criterion: float  # -2 log restricted likelihood
    equal: bool = False
    no_severity: bool = False  # vR does not differ from 0
    no_difference: bool = False  # vF does not differ from 0
    parts: tuple[tuple[str, ...], ...] = ()  # nominations of each connected panel, the largest first

    @property
    def adjusted(self) -> Floats:
        """Adjusted scores out of 100, shifted so that their review-weighted mean is that of the raw scores."""
        return self.on_the_scale(self.solved.values)

    def on_the_scale(self, values: Floats) -> Floats:
        """Values of the centred scale as scores out of 100."""
        shift = float(values @ self.design.n_f) / self.design.n
        return values - shift + self.design.centre

    def covariance(self) -> Floats:
        """Of the adjusted scores: vE (M C^-1 M' + D) with M = [1, 0] - D W."""
        if self.equal:
            return np.zeros((len(self.design.files),) * 2)
        return covariance_of(self.design, self.solved)

    def severity(self) -> tuple[Floats, Floats]:
        """Points each reviewer gives above the panel (below: stricter), and the standard deviation of that."""
        if self.equal:
            nothing = np.zeros(len(self.design.reviewers))
            return nothing, nothing
        return severity_of(self.solved)

    def shift_due_to_severity(self) -> Floats:
        """Points that each nomination gains (or loses) because its reviewers are stricter (or more generous)."""
        effect = self.solved.t[1:]
        mean = self.design.W[:, 1:] @ effect / np.maximum(self.design.n_f, 1)
        return float(self.design.n_r @ effect) / self.design.n - mean

    def leverages(self) -> Floats:
        """The diagonal of the hat matrix, one per review: how far a review determines its own fitted value."""
        design, solved = self.design, self.solved
        K = -(solved.D[:, None] * design.W)[design.file]
        K[:, 0] += 1
        K[np.arange(design.n), design.reviewer + 1] += 1
        diagonal: Floats = np.einsum("ij,ji->i", K, cho_solve(solved.factor, K.T)) + solved.D[design.file]
        return diagonal

    def residuals(self) -> Floats:
        """Score minus fitted value, one per review in the order of the design."""
        fitted = self.solved.values[self.design.file] + self.solved.t[1:][self.design.reviewer]
        return self.design.y - fitted


def build_design(scores: Sequence[Score]) -> Design:
    """The scores in one order, which does not depend on any name (see `canonical_order`); raises ValueError where a
    reviewer scored a file twice."""
    file_index, reviewer_index = canonical_order(scores)
    ordered = sorted(scores, key=lambda score: (file_index[score.file], reviewer_index[score.reviewer]))
    if len({(score.file, score.reviewer) for score in ordered}) < len(ordered):
        raise ValueError("A reviewer has two scores for one file.")
    files, reviewers = tuple(file_index), tuple(reviewer_index)
    file = np.array([file_index[score.file] for score in ordered], dtype=np.intp)
    reviewer = np.array([reviewer_index[score.reviewer] for score in ordered], dtype=np.intp)
    values = [score.value for score in ordered]
    centre = math.fsum(values) / len(values) if values else 0.0
    incidence = np.zeros((len(files), len(reviewers)))
    np.add.at(incidence, (file, reviewer), 1.0)
    n_f, n_r = incidence.sum(axis=1), incidence.sum(axis=0)
    return Design(files, reviewers, file, reviewer, np.array(values) - centre, centre, n_f, n_r,
                  np.column_stack([n_f, incidence]))


def find_obstacle(design: Design) -> Why | None:
    """Why severity cannot be estimated from these scores; None where it can (analysis.md 2.3, the table of cases)."""
    if not design.n:
        return Why.NOTHING
    if design.n_f.max() < 2:
        return Why.ONE_EACH
    if len(design.reviewers) < LEAST_REVIEWERS:
        return Why.FEW_REVIEWERS
    if design.n < LEAST_REVIEWS_PER_FILE * len(design.files):
        return Why.FEW_REVIEWS
    return None


def fit_design(design: Design) -> Fit:
    """The REML fit: two starts of L-BFGS-B over (log vF/vE, log vR/vE) in [-9, 7] squared."""
    parts = find_panels(design)
    if float(design.y @ design.y) < NOTHING:
        nothing = Solution(
            1.0, 1.0, (np.zeros((0, 0)), True), 1 / (design.n_f + 1), np.zeros(1 + len(design.reviewers)),
            np.zeros(len(design.files)), 0.0, 0.0,
        )
        return Fit(design, nothing, 0.0, 0.0, 0.0, 0.0, equal=True, parts=parts)
    at = build_equations(design, design.y)
    u, v, _ = find_least(at, ((0.0, 0.0), (-2.0, 1.0)))
    no_severity = at(u, LOWEST).deviance - at(u, v).deviance < _SAME_FIT
    if no_severity:
        u, v = _find_least_along(lambda x: at(x, LOWEST).deviance, u), LOWEST
    no_difference = at(LOWEST, v).deviance - at(u, v).deviance < _SAME_FIT
    if no_difference:
        u, v = LOWEST, v if no_severity else _find_least_along(lambda x: at(LOWEST, x).deviance, v)
    solution = at(u, v)
    return Fit(
        design, solution, solution.v_error / solution.a, solution.v_error / solution.b, solution.v_error,
        solution.deviance,
        no_severity=no_severity, no_difference=no_difference, parts=parts,
    )


def build_equations(design: Design, y: Floats) -> Callable[[float, float], Solution]:
    """The mixed model equations of values `y`, to be solved at any (log vF/vE, log vR/vE)."""
    F, m, n = len(design.files), len(design.reviewers), design.n
    S_f = np.bincount(design.file, y, F)
    right = np.concatenate([[y.sum()], np.bincount(design.reviewer, y, m)])
    square, W = float(y @ y), design.W
    left = np.zeros((m + 1, m + 1))
    left[0, 0], left[0, 1:], left[1:, 0] = n, design.n_r, design.n_r
    diagonal = np.arange(1, m + 1)
    left[diagonal, diagonal] = design.n_r

    def at(u: float, v: float) -> Solution:
        a, b = math.exp(-u), math.exp(-v)
        D = 1 / (design.n_f + a)
        C = left - W.T @ (D[:, None] * W)
        C[diagonal, diagonal] += b
        factor = cho_factor(C, lower=True, check_finite=False)
        t = cho_solve(factor, right - W.T @ (D * S_f), check_finite=False)
        theta = D * (S_f - W @ t)
        v_error = max(square - float(t @ right) - float(theta @ S_f), 1e-300) / (n - 1)
        deviance = (
            (n - 1) * (math.log(2 * math.pi * v_error) + 1) + 2 * float(np.log(np.diag(factor[0])).sum())
            - float(np.log(D).sum()) + F * u + m * v
        )
        return Solution(a, b, factor, D, t, theta, v_error, deviance)

    return at


def find_least(
    at: Callable[[float, float], Solution], starts: Sequence[tuple[float, float]]
) -> tuple[float, float, float]:
    """Where -2 log restricted likelihood is least, and how much it is there."""

    def slope(x: Floats) -> Floats:
        u, v = x
        return np.array([
            (at(u + _STEP, v).deviance - at(u - _STEP, v).deviance) / (2 * _STEP),
            (at(u, v + _STEP).deviance - at(u, v - _STEP).deviance) / (2 * _STEP),
        ])

    minima = [
        minimize(lambda x: at(*x).deviance, start, jac=slope, method="L-BFGS-B",
                 bounds=[(LOWEST, HIGHEST)] * 2, options={"ftol": 1e-12, "gtol": 1e-7})
        for start in starts
    ]
    least = min(minima, key=lambda minimum: minimum.fun)
    return float(least.x[0]), float(least.x[1]), float(least.fun)


def _find_least_along(deviance: Callable[[float], float], start: float) -> float:
    """The least deviance along one ratio while the other is at its bound."""
    minima = [
        minimize(lambda x: deviance(float(x[0])), [begin], method="L-BFGS-B", bounds=[(LOWEST, HIGHEST)],
                 jac=lambda x: [(deviance(float(x[0]) + _STEP) - deviance(float(x[0]) - _STEP)) / (2 * _STEP)],
                 options={"ftol": 1e-12, "gtol": 1e-7})
        for begin in (start, 0.0)
    ]
    return float(min(minima, key=lambda minimum: minimum.fun).x[0])


def find_panels(design: Design) -> tuple[tuple[str, ...], ...]:
    """Panels that share no reviewer, as tuples of nominations: the largest first, then by their first nomination."""
    F = len(design.files)
    root = list(range(F + len(design.reviewers)))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for f, r in zip(design.file, design.reviewer, strict=True):
        root[top(int(f))] = top(F + int(r))
    panels: dict[int, list[str]] = {}
    for i, name in enumerate(design.files):
        panels.setdefault(top(i), []).append(name)
    return tuple(sorted((tuple(sorted(panel)) for panel in panels.values()), key=lambda panel: (-len(panel), panel)))


def covariance_of(design: Design, solved: Solution) -> Floats:
    """Of the values of the nominations at given ratios: vE (M C^-1 M' + D) with M = [1, 0] - D W."""
    M = _M(design, solved)
    inside: Floats = M @ cho_solve(solved.factor, M.T, check_finite=False)
    inside[np.diag_indices_from(inside)] += solved.D
    return solved.v_error * (inside + inside.T) / 2


def severity_of(solved: Solution) -> tuple[Floats, Floats]:
    """The severities at given ratios, in points, and their standard deviations."""
    inverse = cho_solve(solved.factor, np.eye(len(solved.t)), check_finite=False)
    return solved.t[1:], np.sqrt(np.maximum(solved.v_error * np.diag(inverse)[1:], 0))


def _M(design: Design, solved: Solution) -> Floats:
    M = -(solved.D[:, None] * design.W)
    M[:, 0] += 1
    return M
