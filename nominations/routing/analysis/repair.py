"""A panel repaired after a recusal: the fewest changes first, then the largest total (analysis.md, 1.5)."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from nominations.routing.analysis import check
from nominations.routing.analysis.matrices import Label, build_rows
from nominations.routing.analysis.model import INFEASIBLE, Model
from nominations.routing.analysis.problem import Pair, Problem
from nominations.routing.analysis.solve import Clock, NoAnswer, TooSlow, checked_pairs, solve_without_floor


@dataclass(frozen=True)
class Repair:
    """The changes of a repair: `lost` are pairs that the rules bar by now, `dropped` are given up
    for others, `added` are new. Sums are in units of utility.
    """

    pairs: frozenset[Pair]
    added: tuple[Pair, ...]
    dropped: tuple[Pair, ...]
    lost: tuple[Pair, ...]
    total: int
    total_before: int


def repair_panel(
    problem: Problem, standing: frozenset[Pair], *, movable: frozenset[Pair] = frozenset(), clock: Clock,
    seconds: float = 60.0,
) -> Repair:
    """Fill the empty places. Pairs in `standing` stay, except those in `movable`, of which as many as possible stay.

    Files with more readers than they need keep them. Raises as `solve.propose` does.
    """
    ends = clock() + seconds
    allowed = standing & problem.worth.keys()
    mended = repair_problem(problem, allowed, movable)
    model = Model(mended)
    loose = allowed & movable
    pairs = _fewest_changes(model, loose, clock, ends) if loose else solve_without_floor(model, seconds=seconds)
    check.require_valid(mended, pairs)
    return Repair(
        pairs, tuple(sorted(pairs - allowed)), tuple(sorted(allowed - pairs)), tuple(sorted(standing - allowed)),
        check.total_worth(problem, pairs), check.total_worth(problem, allowed),
    )


def repair_problem(problem: Problem, allowed: frozenset[Pair], movable: frozenset[Pair]) -> Problem:
    """The problem in which the allowed pairs are kept, and no limit is below their number."""
    readers, loads = Counter(file for file, _ in allowed), Counter(who for _, who in allowed)
    return replace(
        problem,
        files=tuple(
            replace(file, demand=max(file.demand, readers[index])) for index, file in enumerate(problem.files)
        ),
        reviewers=tuple(
            replace(who, high=max(who.high, loads[index])) for index, who in enumerate(problem.reviewers)
        ),
        locks=problem.locks - movable, kept=allowed - movable,
    )


def _fewest_changes(model: Model, loose: frozenset[Pair], clock: Clock, ends: float) -> frozenset[Pair]:
    """Solve twice: a single weighted sum would need weights beyond the solver's tolerances."""
    stays = np.array([pair in loose for pair in model.pairs], dtype=float)
    first = model.best(objective=stays, balanced=False, seconds=max(ends - clock(), 1.0) / 2)
    if first.x is None:
        raise NoAnswer if first.status == INFEASIBLE else TooSlow
    most = len(checked_pairs(model, first) & loose)
    columns = [index for index, pair in enumerate(model.pairs) if pair in loose]
    keep_rows = build_rows([(Label("kept"), columns, most, float(len(loose)))], model.count)
    second = model.best(extra=keep_rows, seconds=max(ends - clock(), 1.0))
    return checked_pairs(model, first if second.x is None else second)
