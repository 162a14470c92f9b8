"""How good an answer is, in figures for the secretariat (analysis.md, 1.3, "Report")."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from statistics import median

from nominations.routing.analysis import check
from nominations.routing.analysis.connectivity import Connectivity, measure_connectivity
from nominations.routing.analysis.model import Model
from nominations.routing.analysis.problem import Pair, Problem
from nominations.routing.analysis.solve import Clock, NoAnswer, TooSlow, solve_without_floor

MOST_LOCKS = 20


@dataclass(frozen=True)
class Quality:
    """Figures of an answer: sums of files and loads; files without a native reader by index; files read by two of
    one country; how the panel is connected; what each lock costs of the largest total.
    """

    worst: int
    tenth: int
    median: float
    loads: tuple[int, float, int]
    without_native: tuple[int, ...]
    country_pairs: int
    panel: Connectivity
    lock_costs: tuple[tuple[Pair, int], ...] = ()


def measure_quality(problem: Problem, pairs: Collection[Pair]) -> Quality:
    """The figures. The tenth is the sum that nine files in ten reach or pass."""
    sums = sorted(check.file_sums(problem, pairs))
    load = Counter(who for _, who in pairs)
    loads = [load[who] for who in range(len(problem.reviewers))]
    native = {file for file, who in pairs if problem.worth[file, who].is_native}
    countries = Counter((file, country) for file, who in pairs for country in problem.reviewers[who].countries)
    return Quality(
        sums[0] if sums else 0, sums[len(sums) // 10] if sums else 0, float(median(sums)) if sums else 0.0,
        (min(loads, default=0), float(median(loads)) if loads else 0.0, max(loads, default=0)),
        tuple(file for file in range(len(problem.files)) if file not in native),
        sum(count * (count - 1) // 2 for count in countries.values()), measure_connectivity(pairs),
    )


def measure_lock_costs(problem: Problem, largest: int, *, clock: Clock, seconds: float) -> tuple[tuple[Pair, int], ...]:
    """What each of the first twenty locks costs: how much the largest total without a floor, `largest`, would rise
    if it were taken away. Those that there is no time for are left out.
    """
    ends, costs = clock() + seconds, []
    for lock in sorted(problem.locks)[:MOST_LOCKS]:
        left = ends - clock()
        if left <= 0:
            break
        try:
            free = solve_without_floor(Model(replace(problem, locks=problem.locks - {lock})), seconds=left)
        except (NoAnswer, TooSlow):
            continue
        costs.append((lock, max(0, check.balanced_total(problem, free) - largest)))
    return tuple(costs)


def cost_of_change(
    problem: Problem, pairs: frozenset[Pair], *, add: Collection[Pair] = (), drop: Collection[Pair] = ()
) -> tuple[int, int]:
    """What a change by hand does to the total and to the worst file, in units of utility; both may be negative.

    Pairs that the rules bar count as nothing.
    """
    known = pairs & problem.worth.keys()
    changed = frozenset((known - set(drop)) | (set(add) & problem.worth.keys()))
    before, after = check.file_sums(problem, known), check.file_sums(problem, changed)
    return sum(after) - sum(before), min(after, default=0) - min(before, default=0)
