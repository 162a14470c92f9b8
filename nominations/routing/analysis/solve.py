"""The proposal: the fairest floor first, then the largest total (analysis.md, 1.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import floor

import numpy as np

from nominations.routing.analysis import check, connectivity
from nominations.routing.analysis.check import Mismatch
from nominations.routing.analysis.file_bounds import find_own_best
from nominations.routing.analysis.model import INFEASIBLE, Model, Solution
from nominations.routing.analysis.problem import Pair, Problem

Clock = Callable[[], float]  # seconds that only go forward

ROUNDS, ROUND_SECONDS = 10, 10.0
FLOOR_SECONDS, BISECTIONS = 20.0, 6
NEARLY = 1e-6


class NoAnswer(RuntimeError):
    """The rules leave no answer; `infeasibility.explain` says why."""


class TooSlow(RuntimeError):
    """The time was over before there was any answer."""


@dataclass(frozen=True)
class Answer:
    """Who reads what, checked. Sums are in units of utility.

    `bound`: no answer gives every file more. `floor`: what every file but the `hard` ones gets here; `hard` are the
    files whose own best readers come to less than what the others can have, with that best; `rest_bound` is the
    bound of the others. `value`: the total less the cost of an uneven load, `largest` the same of the best answer
    without any floor. `floors`: what each file was promised. `is_proven`: no higher floor was possible in whole units.
    """

    pairs: frozenset[Pair]
    bound: float
    rest_bound: float
    floor: int
    hard: tuple[tuple[int, int], ...]
    total: int
    value: int
    largest: int
    largest_total: int
    floors: tuple[int, ...]
    is_proven: bool

    @property
    def price(self) -> float:
        """What the floor costs of the largest total, in percent."""
        return max(0.0, 100 * (self.largest - self.value) / self.largest) if self.largest > 0 else 0.0


def propose(problem: Problem, *, clock: Clock, seconds: float = 60.0, connect: bool = True) -> Answer:
    """The fairest answer, checked in plain Python; `connect`: also exchange readers until the panel is connected.

    Raises `NoAnswer` where the rules leave none, `TooSlow` without one in time, `Mismatch` where the solver erred.
    """
    ends = clock() + seconds
    model = Model(problem)
    free = solve_without_floor(model, seconds=seconds / 2)
    targets, bound, rest = _find_targets(model, clock, min(clock() + ROUND_SECONDS, ends))
    fairest, floors, proven = _solve_with_floor(model, targets, free, clock, ends)
    pairs = connectivity.connect_panel(
        problem, fairest, floors, clock=clock, ends=min(clock() + 2.0, ends)
    ) if connect else fairest
    check.require_valid(problem, pairs, {file: least * (1 - connectivity.GIVEN_UP) for file, least in floors.items()})
    hard = tuple((file, least) for file, least in targets.hard.items())
    sums = check.file_sums(problem, pairs)
    ordinary = [sums[file] for file in range(len(sums)) if file not in targets.hard]
    value, largest = check.balanced_total(problem, pairs), check.balanced_total(problem, free)
    return Answer(
        pairs, bound, rest, min(ordinary or sums, default=0), hard, check.total_worth(problem, pairs), value,
        max(largest, value), check.total_worth(problem, free), tuple(int(floors[file]) for file in range(len(sums))),
        proven,
    )


def solve_without_floor(model: Model, *, seconds: float) -> frozenset[Pair]:
    """The largest total when no file is promised anything; raises as `propose` does."""
    if not model.count:
        raise NoAnswer
    solved = model.best(seconds=seconds)
    if solved.x is None and solved.status == INFEASIBLE:
        # Presolve is the first suspect when an answer is missing.
        solved = model.best(seconds=seconds, presolve=False)
        if solved.x is None and solved.status == INFEASIBLE:
            raise NoAnswer
    if solved.x is None:
        raise TooSlow
    return checked_pairs(model, solved)


def checked_pairs(model: Model, solved: Solution, floors: Mapping[int, float] | None = None) -> frozenset[Pair]:
    """The pairs of an answer after every rule was checked again; raises `Mismatch`."""
    assert_whole(model, solved)
    pairs = model.chosen(solved.answer)
    check.require_valid(model.problem, pairs, floors)
    return pairs


def assert_whole(model: Model, solved: Solution) -> None:
    """Raise `Mismatch` unless each pair is taken wholly or not at all."""
    x = solved.answer[:model.count]
    if np.abs(x - np.round(x)).max(initial=0.0) > 1e-4:
        raise Mismatch(["a pair is taken in part"])


@dataclass(frozen=True)
class _Targets:
    """The sums to aim at: what every ordinary file gets at best, and the own best of the hard ones."""

    rest: float
    hard: Mapping[int, int]
    files: int

    def at(self, share: float) -> dict[int, float]:
        """The floors at a share of the targets, whole units."""
        return {
            file: floor(share * self.hard.get(file, self.rest) + NEARLY) for file in range(self.files)
        }


def _find_targets(model: Model, clock: Clock, stop_at: float) -> tuple[_Targets, float, float]:
    files = range(len(model.problem.files))
    bests = {file: best for file in files if (best := find_own_best(model.problem, file)) is not None}
    hard: dict[int, int] = {}
    first: float | None = None
    rest = 0.0
    for _ in range(ROUNDS):
        bound = model.bound(hard, seconds=max(stop_at - clock(), 1.0))
        if bound is None:
            break
        rest, first = bound, bound if first is None else first
        bounding = {file: bests[file] for file in files if file not in hard and bests[file] <= bound + NEARLY}
        if not bounding or len(hard) + len(bounding) == len(bests) or clock() >= stop_at:
            break
        hard |= bounding
    hard = {file: best for file, best in hard.items() if best < rest - NEARLY}
    return _Targets(rest, hard, len(bests)), first or 0.0, rest


def _solve_with_floor(
    model: Model, targets: _Targets, free: frozenset[Pair], clock: Clock, ends: float
) -> tuple[frozenset[Pair], dict[int, float], bool]:
    """The largest total over the highest floors with an answer; without any, the answer without floors."""
    low, high, best, floors = 0.0, 1.0, free, dict.fromkeys(range(targets.files), 0.0)
    for step in range(BISECTIONS + 1):
        share = high if step == 0 else (low + high) / 2
        seconds = min(FLOOR_SECONDS, ends - clock())
        if seconds <= 0:
            break
        goals = targets.at(share)
        solved = model.best(floors=goals, seconds=seconds)
        if solved.x is None:
            high = share
            continue
        best, floors = checked_pairs(model, solved, goals), goals
        if step == 0:
            return best, floors, True
        low = share
    return best, floors, False
