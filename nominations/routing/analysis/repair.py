"""A panel mended after somebody stepped aside: the fewest changes first, then the best (analysis.md, 1.5)."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from nominations.routing.analysis import check
from nominations.routing.analysis.matrices import Label, rows_of
from nominations.routing.analysis.model import INFEASIBLE, Model
from nominations.routing.analysis.problem import Pair, Problem
from nominations.routing.analysis.solve import Clock, NoAnswer, TooSlow, taken, without_floor


@dataclass(frozen=True)
class Repair:
    """The moves from what stands to what should: `lost` are pairs that the rules bar by now, `dropped` are given up
    for others, `added` are new. Sums are in units of utility.
    """

    pairs: frozenset[Pair]
    added: tuple[Pair, ...]
    dropped: tuple[Pair, ...]
    lost: tuple[Pair, ...]
    total: int
    total_before: int


def repair(
    problem: Problem, standing: frozenset[Pair], *, movable: frozenset[Pair] = frozenset(), clock: Clock,
    seconds: float = 60.0,
) -> Repair:
    """Fill the places that are empty. What stands stays, except pairs in `movable`, of which as many as possible stay.

    Files with more readers than they need keep them. Raises as `solve.propose` does.
    """
    ends = clock() + seconds
    stands = standing & problem.worth.keys()
    mended = mending(problem, stands, movable)
    model = Model(mended)
    loose = stands & movable
    pairs = _fewest_changes(model, loose, clock, ends) if loose else without_floor(model, seconds=seconds)
    check.require(mended, pairs)
    return Repair(
        pairs, tuple(sorted(pairs - stands)), tuple(sorted(stands - pairs)), tuple(sorted(standing - stands)),
        check.total(problem, pairs), check.total(problem, stands),
    )


def mending(problem: Problem, stands: frozenset[Pair], movable: frozenset[Pair]) -> Problem:
    """The problem in which what stands is kept, and no limit is below what stands."""
    readers, loads = Counter(file for file, _ in stands), Counter(who for _, who in stands)
    return replace(
        problem,
        files=tuple(
            replace(file, demand=max(file.demand, readers[index])) for index, file in enumerate(problem.files)
        ),
        reviewers=tuple(
            replace(who, high=max(who.high, loads[index])) for index, who in enumerate(problem.reviewers)
        ),
        locks=problem.locks - movable, kept=stands - movable,
    )


def _fewest_changes(model: Model, loose: frozenset[Pair], clock: Clock, ends: float) -> frozenset[Pair]:
    """Two solves: a single weighted sum would need weights that trouble the solver's tolerances."""
    stays = np.array([pair in loose for pair in model.pairs], dtype=float)
    first = model.best(objective=stays, balanced=False, seconds=max(ends - clock(), 1.0) / 2)
    if first.x is None:
        raise NoAnswer if first.status == INFEASIBLE else TooSlow
    most = len(taken(model, first) & loose)
    columns = [index for index, pair in enumerate(model.pairs) if pair in loose]
    kept = rows_of([(Label("kept"), columns, most, float(len(loose)))], model.count)
    second = model.best(extra=kept, seconds=max(ends - clock(), 1.0))
    return taken(model, first if second.x is None else second)
