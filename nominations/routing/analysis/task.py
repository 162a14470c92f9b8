"""One task of the optimiser: an answer with its figures, or what blocks it and what would help."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nominations.routing.analysis import infeasibility, relaxation
from nominations.routing.analysis.problem import Pair, Problem
from nominations.routing.analysis.quality import measure_lock_costs, measure_quality
from nominations.routing.analysis.repair import repair_panel, repair_problem
from nominations.routing.analysis.solve import Answer, Clock, NoAnswer, propose

LOCK_SECONDS = 10.0
KINDS = {
    infeasibility.FewReviewers: "few_reviewers",
    infeasibility.FewReaders: "few_readers",
    infeasibility.FewPlaces: "few_places",
    infeasibility.ShortSet: "short_set",
    infeasibility.Rules: "rules",
}
Result = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """A proposal, or the repair of the `standing` pairs, of which those in `movable` may move."""

    problem: Problem
    is_repair: bool = False
    standing: frozenset[Pair] = frozenset()
    movable: frozenset[Pair] = frozenset()
    seconds: float = 60.0


def run_task(task: Task, clock: Clock) -> Result:
    """The result as plain data, files and reviewers by index: `outcome` is answer or blocked.

    Raises `TooSlow` and `Mismatch` as `solve.propose` does.
    """
    try:
        return _repair(task, clock) if task.is_repair else _propose(task, clock)
    except NoAnswer:
        return _explain_blocking(task, clock)


def _propose(task: Task, clock: Clock) -> Result:
    problem = task.problem
    began = clock()
    answer = propose(problem, clock=clock, seconds=task.seconds * 0.7)
    left = min(LOCK_SECONDS, began + task.seconds * 0.9 - clock())
    costs = measure_lock_costs(problem, answer.largest, clock=clock, seconds=left) if problem.locks else ()
    return {
        **_describe_answer(problem, answer.pairs), "dropped": [], "added": [], "lost": [],
        "fairness": _fairness(answer),
        "lock_costs": [[*lock, cost] for lock, cost in costs],
    }


def _fairness(answer: Answer) -> Result:
    return {
        "bound": answer.bound, "rest_bound": answer.rest_bound, "floor": answer.floor, "total": answer.total,
        "largest_total": max(answer.largest_total, answer.total), "price": answer.price, "proven": answer.is_proven,
        "hard": [list(hard_file) for hard_file in answer.hard],
    }


def _repair(task: Task, clock: Clock) -> Result:
    mended = repair_panel(task.problem, task.standing, movable=task.movable, clock=clock, seconds=task.seconds * 0.9)
    return {
        **_describe_answer(task.problem, mended.pairs), "added": [list(pair) for pair in mended.added],
        "dropped": [list(pair) for pair in mended.dropped], "lost": [list(pair) for pair in mended.lost],
        "fairness": {"total": mended.total, "total_before": mended.total_before}, "lock_costs": [],
    }


def _describe_answer(problem: Problem, pairs: frozenset[Pair]) -> Result:
    figures = measure_quality(problem, pairs)
    panel = figures.panel
    return {
        "outcome": "answer", "pairs": [[*pair, *problem.worth[pair]] for pair in sorted(pairs)],
        "quality": {
            "files": len(problem.files), "reviewers": len(problem.reviewers), "reviews": len(pairs),
            "worst": figures.worst, "tenth": figures.tenth, "median": figures.median, "loads": list(figures.loads),
            "without_native": list(figures.without_native), "country_pairs": figures.country_pairs,
            "groups": [list(group) for group in panel.groups], "fewest_shared": panel.fewest,
            "median_shared": panel.median, "holds": panel.holds,
        },
    }


def _explain_blocking(task: Task, clock: Clock) -> Result:
    problem = task.problem
    if task.is_repair:
        problem = repair_problem(problem, task.standing & problem.worth.keys(), task.movable)
    cause = infeasibility.explain(problem, seconds=task.seconds / 3)
    advice = relaxation.advise(problem, cause, clock=clock, seconds=task.seconds / 3)
    plain: Mapping[str, Any] = asdict(cause)
    if isinstance(cause, infeasibility.Rules):
        plain = {"broken": [[*label, by] for label, by in cause.broken]}
    return {
        "outcome": "blocked", "cause": {"kind": KINDS[type(cause)], **plain},
        "singles": [change._asdict() for change in advice.singles],
        "together": [change._asdict() for change in advice.together], "tried": advice.tried,
    }
