"""Routing of a round: the fairest proposal, its repair and the explanation of one that cannot be done.

Each is solved in a process of its own, as the worker does it, so that its peak of memory is its own.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from random import Random

from nominations.routing.analysis.problem import FileDemand, Problem, Reader
from nominations.routing.analysis.utility import calculate_utility, language_level

SIZES = ((200, 20), (1_000, 60))
REVIEWS = 3
LIMIT_SECONDS = 60.0
_SECONDS = 300
_THEMES, _LANGUAGES = tuple("abcdefghij"), ("ar", "en", "fr")
_REGIONS = ("arab", "africa", "asia", "europe")


def lines() -> Iterator[str]:
    """What each size took, beside the limit of a minute."""
    yield f"{'files x reviewers':20} {'what':12} {'seconds':>8} {'limit':>6} {'peak MB':>8}  figures"
    for files, reviewers in SIZES:
        for kind in ("proposal", "repair", "explanation"):
            measured = _apart(kind, files, reviewers)
            size = f"{files:,} x {reviewers} x {REVIEWS}"
            spent = f"{measured['seconds']:8.2f} {LIMIT_SECONDS:6.0f} {measured['peak']:8.0f}"
            yield f"{size:20} {kind:12} {spent}  {measured['figures']}"


def _apart(kind: str, files: int, reviewers: int) -> dict:
    command = [sys.executable, "-m", __name__, kind, str(files), str(reviewers)]
    process = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_SECONDS)
    return json.loads(process.stdout)


def draw_problem(files: int, reviewers: int, seed: int = 1) -> Problem:
    """A round by chance: themes, languages, countries and a few declared conflicts, always the same."""
    chance, total = Random(seed), files * REVIEWS
    region_of = {f"C{number}": _REGIONS[number % 4] for number in range(25)}
    people, known, spoken = [], [], []
    for number in range(reviewers):
        country = chance.choice(tuple(region_of))
        people.append(Reader(f"reviewer {number}", ceil(1.2 * total / reviewers), 0, (country,), region_of[country]))
        known.append({theme: chance.choice((1, 2, 3)) for theme in chance.sample(_THEMES, 4)})
        several = chance.sample(_LANGUAGES, chance.choice((1, 2, 2, 3)))
        spoken.append({code: chance.choice(("native", "fluent", "reading")) for code in several})
    worth, bans = {}, {}
    for file in range(files):
        themes = dict.fromkeys(chance.sample(_THEMES, chance.choice((1, 2, 3))), 1.0)
        code, country = chance.choice(_LANGUAGES), chance.choice(tuple(region_of))
        for who, person in enumerate(people):
            level = language_level([code], spoken[who])
            why = [
                reason for reason, holds in (
                    ("language", level is None), ("nationality", country in person.countries),
                    ("declared", chance.random() < 0.03),
                ) if holds
            ]
            if why:
                bans[file, who] = tuple(why)
            else:
                worth[file, who] = calculate_utility(weights=themes, declared=known[who], level=level,
                                           regions=[region_of[country]], region=person.region)
    return Problem(tuple(FileDemand(f"file {n}", REVIEWS) for n in range(files)), tuple(people), worth, bans, seed=1)


def _proposal(problem: Problem) -> str:
    from nominations.routing.analysis.solve import propose

    answer = propose(problem, clock=time.monotonic, seconds=LIMIT_SECONDS)
    return (
        f"floor {answer.floor:,} of at most {answer.rest_bound:,.0f} (all files {answer.bound:,.0f}, "
        f"{len(answer.hard)} hard), total {answer.total:,} of {answer.largest_total:,}, price {answer.price:.2f} %"
    )


def _repair(problem: Problem) -> str:
    """Of a full panel one in a hundred pairs steps aside."""
    from nominations.routing.analysis.model import Model
    from nominations.routing.analysis.repair import repair_panel
    from nominations.routing.analysis.solve import solve_without_floor

    standing = solve_without_floor(Model(problem), seconds=LIMIT_SECONDS)
    gone = set(Random(2).sample(sorted(standing), len(standing) // 100))
    after = replace(
        problem, worth={pair: value for pair, value in problem.worth.items() if pair not in gone},
        bans=problem.bans | dict.fromkeys(gone, ("recused",)),
    )
    began = time.monotonic()
    mended = repair_panel(after, standing, movable=frozenset(standing), clock=time.monotonic, seconds=LIMIT_SECONDS)
    _took.append(time.monotonic() - began)
    return f"{len(gone)} stepped aside, {len(mended.added)} new, {len(mended.dropped)} moved"


def _explanation(problem: Problem) -> str:
    """The panel has a place less than is needed for each reviewer."""
    from nominations.routing.analysis.infeasibility import explain
    from nominations.routing.analysis.relaxation import advise

    most = sum(problem.demands) // len(problem.reviewers) - 1
    short = replace(problem, reviewers=tuple(replace(who, high=most) for who in problem.reviewers))
    cause = explain(short)
    advice = advise(short, cause, clock=time.monotonic, seconds=20)
    return f"{type(cause).__name__}, {len(advice.singles)} single changes, {len(advice.together)} together"


_took: list[float] = []


def _main(kind: str, files: int, reviewers: int) -> None:
    problem = draw_problem(files, reviewers)
    began = time.monotonic()
    figures = {"proposal": _proposal, "repair": _repair, "explanation": _explanation}[kind](problem)
    seconds = _took[0] if _took else time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "peak": peak, "figures": figures}))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
