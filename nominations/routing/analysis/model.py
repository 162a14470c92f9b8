"""The problem as matrices, handed to HiGHS: rules as rows, allowed pairs as columns (analysis.md, 1.3)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array

from nominations.routing.analysis.matrices import (
    Label,
    Rows,
    append_column,
    build_rules,
    join_matrices,
    stack_blocks,
    stack_matrices,
)
from nominations.routing.analysis.problem import Pair, Problem

GAP = 1e-3
SMALL = 2_000  # pairs; up to here the solver may leave no gap
NARROW, NEARLY_NOTHING = 40.0, 1e-6  # units that a column may cost to stay; a part that counts as 0
FOUND, TIME_OVER, INFEASIBLE = 0, 1, 2


@dataclass(frozen=True)
class Solution:
    """What HiGHS returned: its status, the columns as floats (None without an answer), the objective.

    `prices`, of the linear model: how much worse the objective is for a unit of a column that it leaves out.
    """

    status: int
    x: np.ndarray | None
    objective: float
    prices: np.ndarray | None = None

    @property
    def answer(self) -> np.ndarray:
        """The columns; raises `LookupError` where there is no answer."""
        if self.x is None:
            raise LookupError("HiGHS gave no answer.")
        return self.x


class Model:
    """The matrices of a problem, built once; each solve adds its objective, bounds or rows."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pairs = problem.pairs
        self.count = len(self.pairs)
        self.file = np.array([pair[0] for pair in self.pairs], dtype=np.int64)
        self.who = np.array([pair[1] for pair in self.pairs], dtype=np.int64)
        self.worth = np.array([problem.worth[pair].total for pair in self.pairs], dtype=float)
        self.fixed = np.array([pair in problem.fixed for pair in self.pairs], dtype=float)
        self.jitter = _jitter(problem)
        self.rows = build_rules(problem, self.pairs)
        self.gap = 0.0 if self.count <= SMALL else GAP

    @property
    def small(self) -> bool:
        return self.count <= SMALL

    def sums(self) -> csr_array:
        """One row per file: the worth of its readers."""
        shape = (len(self.problem.files), self.count)
        return coo_array((self.worth, (self.file, np.arange(self.count))), shape=shape).tocsr()

    def best(
        self, *, floors: Mapping[int, float] | None = None, seconds: float, presolve: bool = True,
        extra: Rows | None = None, objective: np.ndarray | None = None, balanced: bool = True,
    ) -> Solution:
        """The largest total (or `objective` over the pairs), at most 20 per file above an even load taken off.

        `floors` are the least sums of files, by index; `extra` are more rows over the pairs.
        """
        gains = self.worth + self.jitter if objective is None else objective
        over = len(self.problem.reviewers) if balanced and self.problem.balance else 0
        blocks = [self.rows, *([extra] if extra is not None else [])]
        if floors:
            blocks.append(self._floor_rows(floors))
        matrix, low, high = stack_blocks(blocks)
        costs = np.concatenate([-gains, np.full(over, float(self.problem.balance))])
        if over:
            matrix, low, high = self._with_balance(matrix, low, high)
        whole = np.concatenate([np.ones(self.count), np.zeros(over)])
        lower = np.concatenate([self.fixed, np.zeros(over)])
        upper = np.concatenate([np.ones(self.count), np.full(over, np.inf)])
        if not self.small and presolve:
            quick = self._narrowed(costs, matrix, low, high, whole, lower, upper, seconds=seconds)
            if quick is not None:
                return quick
        return _solve(costs, matrix, low, high, whole, lower, upper, seconds=seconds, presolve=presolve, gap=self.gap)

    def _narrowed(
        self, costs: np.ndarray, matrix: csr_array, low: np.ndarray, high: np.ndarray, whole: np.ndarray,
        lower: np.ndarray, upper: np.ndarray, *, seconds: float,
    ) -> Solution | None:
        """Solve the linear model first: a whole solution is the answer; else only columns that the linear solution
        uses or nearly uses take part in the whole one. None unless the linear bound proves that within the gap.
        """
        linear = _solve_relaxed(costs, matrix, low, high, lower, upper, seconds=seconds)
        if linear.x is None or linear.prices is None:
            return None
        if _is_whole(linear.x[:self.count]):
            return linear
        keeps = (linear.x > NEARLY_NOTHING) | (linear.prices < NARROW) | (whole == 0)
        upper = np.where(keeps, upper, np.maximum(lower, 0.0))
        solution = _solve(
            costs, matrix, low, high, whole, lower, upper, seconds=seconds, presolve=True, gap=self.gap / 2
        )
        good = solution.x is not None and solution.objective >= linear.objective * (1 - self.gap)
        return solution if good else None

    def bound(self, floors: Mapping[int, float], *, seconds: float) -> float | None:
        """The largest t that every file without a floor of its own may reach in the linear model; None without one."""
        free = [index for index in range(len(self.problem.files)) if index not in floors]
        blocks = [self.rows, *([self._floor_rows(floors)] if floors else [])]
        matrix, low, high = stack_blocks(blocks)
        sums = self.sums()[free]
        t = np.concatenate([np.zeros(matrix.shape[0]), np.full(len(free), -1.0)])
        matrix = append_column(stack_matrices([matrix, sums]), t)
        low, high = np.concatenate([low, np.zeros(len(free))]), np.concatenate([high, np.full(len(free), np.inf)])
        costs = np.zeros(self.count + 1)
        costs[-1] = -1.0
        solved = _solve_relaxed(
            costs, matrix, low, high, np.append(self.fixed, 0.0), np.append(np.ones(self.count), np.inf),
            seconds=seconds,
        )
        return None if solved.x is None else float(solved.x[-1])

    def chosen(self, x: np.ndarray) -> frozenset[Pair]:
        """The pairs that a vector takes, rounded."""
        return frozenset(self.pairs[index] for index in np.flatnonzero(x[:self.count] > 0.5))

    def _floor_rows(self, floors: Mapping[int, float]) -> Rows:
        files = sorted(floors)
        least = np.array([floors[file] for file in files], dtype=float)
        return Rows(self.sums()[files], least, np.full(len(files), np.inf), tuple(Label("floor", f) for f in files))

    def _with_balance(
        self, matrix: csr_array, low: np.ndarray, high: np.ndarray
    ) -> tuple[csr_array, np.ndarray, np.ndarray]:
        size = len(self.problem.reviewers)
        loads = coo_array((np.ones(self.count), (self.who, np.arange(self.count))), shape=(size, self.count)).tocsr()
        surplus = coo_array((-np.ones(size), (np.arange(size), np.arange(size))), shape=(size, size)).tocsr()
        nothing = csr_array((matrix.shape[0], size))
        wide = stack_matrices([join_matrices(matrix, nothing), join_matrices(loads, surplus)])
        even = np.full(size, float(self.problem.even_load))
        return wide, np.concatenate([low, np.full(size, -np.inf)]), np.concatenate([high, even])


def _solve(
    costs: np.ndarray, matrix: csr_array, low: np.ndarray, high: np.ndarray, whole: np.ndarray, lower: np.ndarray,
    upper: np.ndarray, *, seconds: float, presolve: bool = True, gap: float = 0.0,
) -> Solution:
    solution = milp(
        costs, integrality=whole, bounds=Bounds(lower, upper), constraints=LinearConstraint(matrix, low, high),
        options={"time_limit": max(seconds, 0.05), "mip_rel_gap": gap, "presolve": presolve},
    )
    return Solution(solution.status, solution.x, float("nan") if solution.fun is None else -float(solution.fun))


def _solve_relaxed(
    costs: np.ndarray, matrix: csr_array, low: np.ndarray, high: np.ndarray, lower: np.ndarray, upper: np.ndarray,
    *, seconds: float,
) -> Solution:
    """The linear model; its interior point is ten times as fast as simplex at 1,000 files by 60 reviewers."""
    equal = low == high
    from_above, from_below = np.isfinite(high) & ~equal, np.isfinite(low) & ~equal
    solution = linprog(
        costs, A_ub=stack_matrices([matrix[from_above], -matrix[from_below]]),
        b_ub=np.concatenate([high[from_above], -low[from_below]]), A_eq=matrix[equal], b_eq=low[equal],
        bounds=np.column_stack([lower, upper]), method="highs-ipm", options={"time_limit": max(seconds, 0.05)},
    )
    if solution.status != FOUND:
        return Solution(solution.status, None, float("nan"))
    return Solution(solution.status, solution.x, -float(solution.fun), solution.lower.marginals)


def _jitter(problem: Problem) -> np.ndarray:
    """A seeded number for each pair, by the names of the two: all together stay below one unit of utility, so that
    they decide between equal answers and between nothing else.
    """
    most = sum(problem.demands) + 1
    key = problem.seed.to_bytes(8, "big", signed=True)
    names = [(problem.files[file].name, problem.reviewers[who].name) for file, who in problem.pairs]
    drawn = [hashlib.blake2b(f"{file}\0{who}".encode(), key=key, digest_size=6).digest() for file, who in names]
    return np.array([int.from_bytes(digest) / 2**48 / most for digest in drawn])


def _is_whole(x: np.ndarray) -> bool:
    return bool(np.abs(x - np.round(x)).max(initial=0.0) <= 1e-6)
