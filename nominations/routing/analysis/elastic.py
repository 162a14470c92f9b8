"""The model in which every rule may be broken at a cost: it shows which rules cannot hold together."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from nominations.routing.analysis.matrices import Label, build_rows, join_matrices, stack_matrices
from nominations.routing.analysis.model import FOUND, Model
from nominations.routing.analysis.problem import Problem

# What a unit of slack costs; the most files of a reviewer have none.
WEIGHTS = {"lock": 1000.0, "coverage": 100.0, "country": 10.0, "region": 10.0, "fewest": 1.0}


def find_slacks(problem: Problem, *, seconds: float) -> list[tuple[Label, int]]:
    """The rules that have to be broken, and by how much: locks cost most, least loads cost least.

    Empty when all hold together, or when nothing was found in time.
    """
    model = Model(problem)
    rows = model.rows
    locks = sorted(problem.locks - problem.kept)
    columns = {pair: index for index, pair in enumerate(model.pairs)}
    lock_rows = build_rows([(Label("lock", *pair), [columns[pair]], 1.0, np.inf) for pair in locks], model.count)
    softened: list[tuple[int, float, Label]] = []  # row, sign, what gives
    low, high = np.concatenate([rows.low, lock_rows.low]), np.concatenate([rows.high, lock_rows.high])
    for number, label in enumerate((*rows.labels, *lock_rows.labels)):
        if label.kind in ("coverage", "lock"):
            softened.append((number, 1.0, label))
        elif label.kind in ("country", "region"):
            softened.append((number, -1.0, label))
        elif low[number] > 0:
            softened.append((number, 1.0, label._replace(kind="fewest")))
    solved = _solve(model, stack_matrices([rows.matrix, lock_rows.matrix]), low, high, softened, seconds)
    if solved is None:
        return []
    slack_units = np.round(solved[model.count:]).astype(int)
    return [(label, int(by)) for (_, _, label), by in zip(softened, slack_units, strict=True) if by > 0]


def _solve(
    model: Model, matrix: csr_array, low: np.ndarray, high: np.ndarray, softened: list[tuple[int, float, Label]],
    seconds: float,
) -> np.ndarray | None:
    count, size = model.count, len(softened)
    at = np.array([row for row, _, _ in softened], dtype=np.int64)
    signs = np.array([sign for _, sign, _ in softened])
    slack = coo_array((signs, (at, np.arange(size))), shape=(matrix.shape[0], size))
    # A load that must reach its least may not pass its most by slack: the slack of a row with both stays below both.
    costs = np.concatenate([np.zeros(count), [WEIGHTS[label.kind] for _, _, label in softened]])
    lowest = np.array([pair in model.problem.kept for pair in model.pairs], dtype=float)
    solution = milp(
        costs, integrality=np.ones(count + size),
        bounds=Bounds(
            np.concatenate([lowest, np.zeros(size)]), np.concatenate([np.ones(count), np.full(size, np.inf)])
        ),
        constraints=LinearConstraint(join_matrices(matrix, slack), low, high),
        options={"time_limit": max(seconds, 0.05)},
    )
    return solution.x if solution.x is not None and solution.status in (FOUND, 1) else None

