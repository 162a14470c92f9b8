"""What would make a problem solvable: single changes of a limit, each tried; else several changes together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from nominations.routing.analysis.infeasibility import (
    Cause,
    FewPlaces,
    FewReaders,
    FewReviewers,
    Rules,
    ShortSet,
    explain,
)
from nominations.routing.analysis.matrices import Label
from nominations.routing.analysis.model import Model
from nominations.routing.analysis.problem import Problem
from nominations.routing.analysis.solve import Clock, NoAnswer, TooSlow, solve_without_floor

MOST_TRIED, MOST_STEPS = 20, 8


class Change(NamedTuple):
    """One limit and its new value: `load` of a reviewer, `country` (its cap on a file), `region` (that all readers may
    come from one), `fewest` of a reviewer, `demand` of a file, `unlock` of a pair.
    """

    kind: str
    file: int = -1
    who: int = -1
    group: str = ""
    value: int = 0


@dataclass(frozen=True)
class Advice:
    """`singles`: each of these changes alone makes it possible. `together`: these changes all at once do, sought only
    where no single one does; empty if nothing was found. `tried`: how many were tried.
    """

    singles: tuple[Change, ...]
    together: tuple[Change, ...]
    tried: int


def advise(problem: Problem, cause: Cause, *, clock: Clock, seconds: float = 20.0) -> Advice:
    """The changes that would help, each tried by solving again."""
    ends, tried, works = clock() + seconds, 0, []
    for change in _candidates(problem, cause):
        if tried >= MOST_TRIED or clock() >= ends - seconds / 2:
            break
        tried += 1
        if _is_possible(apply_changes(problem, [change]), ends - clock()):
            works.append(change)
    together = () if works else _find_joint_changes(problem, cause, clock, ends)
    return Advice(tuple(works), together, tried)


def apply_changes(problem: Problem, changes: Iterable[Change]) -> Problem:
    """The problem with other limits."""
    for change in changes:
        if change.kind == "demand":
            files = list(problem.files)
            files[change.file] = replace(files[change.file], demand=change.value)
            problem = replace(problem, files=tuple(files))
        elif change.kind in ("load", "fewest"):
            reviewers = list(problem.reviewers)
            who = reviewers[change.who]
            reviewers[change.who] = (
                replace(who, high=change.value) if change.kind == "load" else replace(who, low=change.value)
            )
            problem = replace(problem, reviewers=tuple(reviewers))
        elif change.kind == "country":
            problem = replace(problem, caps=tuple({**dict(problem.caps), change.group: change.value}.items()))
        elif change.kind == "region":
            problem = replace(problem, mixed_regions=False)
        else:
            problem = replace(problem, locks=problem.locks - {(change.file, change.who)})
    return problem


def _is_possible(problem: Problem, seconds: float) -> bool:
    try:
        solve_without_floor(Model(problem), seconds=max(seconds, 1.0))
    except (NoAnswer, TooSlow):
        return False
    return True


def _candidates(problem: Problem, cause: Cause) -> Iterator[Change]:
    """Changes of one unit that could be enough; none where more than one unit is lacking."""
    match cause:
        case FewReaders(files=((file, needed, allowed, _),)) if needed - allowed == 1 < needed:
            yield _lower_demand(problem, file)
        case FewPlaces(needed=needed, places=places) if needed - places == 1:
            yield from (_raise_load(problem, who) for who in range(len(problem.reviewers)))
            yield from (
                _lower_demand(problem, file) for file in range(len(problem.files)) if problem.files[file].demand > 1
            )
        case ShortSet(files=files, readers=readers, needed=needed, places=places) if needed - places == 1:
            yield from (_raise_load(problem, who) for who in readers)
            yield from (_lower_demand(problem, file) for file in files if problem.files[file].demand > 1)
        case Rules(broken=broken):
            yield from _rule_candidates(problem, [label for label, _ in broken])


def _rule_candidates(problem: Problem, labels: list[Label]) -> Iterator[Change]:
    files = sorted({label.file for label in labels if label.file >= 0})
    readers = sorted({who for file in files for who in problem.allowed_by_file[file]})
    yield from (
        Change("fewest", who=label.who, value=problem.reviewers[label.who].low - 1) for label in labels
        if label.kind == "fewest"
    )
    yield from (Change("unlock", label.file, label.who) for label in labels if label.kind == "lock")
    if problem.mixed_regions and any(label.kind == "region" for label in labels):
        yield Change("region")
    cap = problem.country_cap
    if cap is not None:
        countries = {country for who in readers for country in problem.reviewers[who].countries}
        yield from (
            Change("country", group=country, value=dict(problem.caps).get(country, cap) + 1)
            for country in sorted(countries)
        )
    yield from (_raise_load(problem, who) for who in readers)
    yield from (_lower_demand(problem, file) for file in files if problem.files[file].demand > 1)


def _raise_load(problem: Problem, who: int, by: int = 1) -> Change:
    return Change("load", who=who, value=problem.places[who] + by)


def _lower_demand(problem: Problem, file: int) -> Change:
    return Change("demand", file, value=problem.files[file].demand - 1)


def _find_joint_changes(problem: Problem, cause: Cause, clock: Clock, ends: float) -> tuple[Change, ...]:
    """Change the limits of one cause after another until the problem is solvable."""
    changes: list[Change] = []
    for _ in range(MOST_STEPS):
        step = list(_sufficient_changes(problem, cause))
        if not step:
            return ()
        changes += step
        problem = apply_changes(problem, step)
        if clock() >= ends:
            return ()
        if _is_possible(problem, ends - clock()):
            return _merge(changes)
        cause = explain(problem, seconds=max(ends - clock(), 1.0))
    return ()


def _sufficient_changes(problem: Problem, cause: Cause) -> Iterator[Change]:
    match cause:
        case FewReviewers():
            return
        case FewReaders(files=files):
            if all(allowed for _, _, allowed, _ in files):
                yield from (Change("demand", file, value=allowed) for file, _, allowed, _ in files)
        case FewPlaces(needed=needed, places=places):
            yield from _spread_places(problem, range(len(problem.reviewers)), needed - places)
        case ShortSet(readers=readers, needed=needed, places=places):
            yield from _spread_places(problem, readers, needed - places)
        case Rules(broken=broken):
            yield from _rule_changes(problem, broken)


def _spread_places(problem: Problem, readers: Iterable[int], lacking: int) -> Iterator[Change]:
    """One more place after another, always for whoever has the fewest among those who could use it."""
    can_read = [0] * len(problem.reviewers)
    for _, who in problem.pairs:
        can_read[who] += 1
    places = {who: problem.places[who] for who in readers}
    raised = set()
    for _ in range(lacking):
        able = [who for who, count in places.items() if count < can_read[who]]
        if not able:
            return
        who = min(able, key=lambda who: (places[who], who))
        places[who] += 1
        raised.add(who)
    yield from (Change("load", who=who, value=places[who]) for who in sorted(raised))


def _rule_changes(problem: Problem, broken: Iterable[tuple[Label, int]]) -> Iterator[Change]:
    for label, by in broken:
        if label.kind == "coverage" and problem.files[label.file].demand > by:
            yield Change("demand", label.file, value=problem.files[label.file].demand - by)
        elif label.kind == "fewest":
            yield Change("fewest", who=label.who, value=problem.reviewers[label.who].low - by)
        elif label.kind == "country":
            limit = problem.country_limit(label.file, label.group) or 0
            yield Change("country", group=label.group, value=limit + by)
        elif label.kind == "region":
            yield Change("region")
        elif label.kind == "lock":
            yield Change("unlock", label.file, label.who)


def _merge(changes: list[Change]) -> tuple[Change, ...]:
    """The last change of each limit."""
    last = {change._replace(value=0): change for change in changes}
    return tuple(last.values())
