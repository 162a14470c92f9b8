"""One piece of routing from beginning to end: an answer with its figures, or what blocks it and what would help."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nominations.routing.analysis import infeasibility, relaxation
from nominations.routing.analysis.problem import Pair, Problem
from nominations.routing.analysis.quality import lock_costs, quality
from nominations.routing.analysis.repair import mending, repair
from nominations.routing.analysis.solve import Answer, Clock, NoAnswer, propose

LOCK_SECONDS = 10.0
KINDS = {
    infeasibility.FewReviewers: "few_reviewers",
    infeasibility.FewReaders: "few_readers",
    infeasibility.FewPlaces: "few_places",
    infeasibility.ShortSet: "short_set",
    infeasibility.Rules: "rules",
}
Told = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """What is asked: a proposal, or the repair of what is `standing` with `movable` pairs of it free to move."""

    problem: Problem
    is_repair: bool = False
    standing: frozenset[Pair] = frozenset()
    movable: frozenset[Pair] = frozenset()
    seconds: float = 60.0


def run(task: Task, clock: Clock) -> Told:
    """The result as plain data, files and reviewers by index: `outcome` is answer or blocked.

    Raises `TooSlow` and `Mismatch` as `solve.propose` does.
    """
    try:
        return _repaired(task, clock) if task.is_repair else _proposed(task, clock)
    except NoAnswer:
        return _blocked(task, clock)


def _proposed(task: Task, clock: Clock) -> Told:
    problem = task.problem
    began = clock()
    answer = propose(problem, clock=clock, seconds=task.seconds * 0.7)
    left = min(LOCK_SECONDS, began + task.seconds * 0.9 - clock())
    costs = lock_costs(problem, answer.largest, clock=clock, seconds=left) if problem.locks else ()
    return {
        **_answered(problem, answer.pairs), "dropped": [], "added": [], "lost": [], "fairness": _fairness(answer),
        "lock_costs": [[*lock, cost] for lock, cost in costs],
    }


def _fairness(answer: Answer) -> Told:
    return {
        "bound": answer.bound, "rest_bound": answer.rest_bound, "floor": answer.floor, "total": answer.total,
        "largest_total": max(answer.largest_total, answer.total), "price": answer.price, "proven": answer.is_proven,
        "hard": [list(each) for each in answer.hard],
    }


def _repaired(task: Task, clock: Clock) -> Told:
    mended = repair(task.problem, task.standing, movable=task.movable, clock=clock, seconds=task.seconds * 0.9)
    return {
        **_answered(task.problem, mended.pairs), "added": [list(each) for each in mended.added],
        "dropped": [list(each) for each in mended.dropped], "lost": [list(each) for each in mended.lost],
        "fairness": {"total": mended.total, "total_before": mended.total_before}, "lock_costs": [],
    }


def _answered(problem: Problem, pairs: frozenset[Pair]) -> Told:
    figures = quality(problem, pairs)
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


def _blocked(task: Task, clock: Clock) -> Told:
    problem = task.problem
    if task.is_repair:
        problem = mending(problem, task.standing & problem.worth.keys(), task.movable)
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
