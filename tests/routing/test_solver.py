"""The optimiser against trying everything, and what must not change its answer."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from nominations.routing.analysis import check
from nominations.routing.analysis.check import Mismatch
from nominations.routing.analysis.connectivity import measure_connectivity
from nominations.routing.analysis.file_bounds import find_own_best
from nominations.routing.analysis.model import Model
from nominations.routing.analysis.problem import FileDemand, LockBarred, Problem, Reader, fair_caps
from nominations.routing.analysis.quality import cost_of_change, measure_lock_costs, measure_quality
from nominations.routing.analysis.solve import NoAnswer, propose, solve_without_floor
from nominations.routing.analysis.utility import Utility, calculate_utility, expertise_level, language_level
from tests.support.panels import best_total, fairest, panel, worth

REFERENCE = Path(__file__).parent / "reference"
OPEN = {"banned": 0, "country_cap": None, "mixed_regions": False}


def _free(problem: Problem) -> int | None:
    try:
        return check.balanced_total(problem, solve_without_floor(Model(problem), seconds=20))
    except NoAnswer:
        return None


def _solvable(seeds: range, **options) -> list[Problem]:
    problems = [panel(Random(seed), **options) for seed in seeds]
    return [problem for problem in problems if best_total(problem) is not None]


@pytest.mark.parametrize("seed", range(60))
def test_the_largest_total_is_the_one_that_trying_everything_finds(seed: int) -> None:
    problem = panel(Random(seed))
    best = best_total(problem)
    assert _free(problem) == (None if best is None else best[0])


@pytest.mark.parametrize("seed", range(60))
def test_an_answer_is_the_best_over_its_floors_and_its_bound_is_true(seed: int) -> None:
    problem = panel(Random(1000 + seed), banned=0.08)
    if best_total(problem) is None:
        with pytest.raises(NoAnswer):
            propose(problem, clock=monotonic)
        return
    answer = propose(problem, clock=monotonic, connect=False)
    best_floor = fairest(problem)
    assert min(check.file_sums(problem, answer.pairs)) <= best_floor <= answer.bound + 1e-6
    assert answer.value == best_total(problem, dict(enumerate(answer.floors)))[0]
    assert answer.largest == best_total(problem)[0]
    if answer.is_proven and not answer.hard:
        assert answer.floor == best_floor


def test_some_answers_have_a_proven_floor_and_some_have_hard_files() -> None:
    answers = [propose(problem, clock=monotonic) for problem in _solvable(range(1000, 1060), banned=0.08)]
    assert sum(answer.is_proven for answer in answers) >= 10
    assert sum(bool(answer.hard) for answer in answers) >= 5


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_files_and_reviewers_changes_nothing(seed: int) -> None:
    problem = panel(Random(seed), banned=0.05)
    chance = Random(seed)
    files, reviewers = list(range(len(problem.files))), list(range(len(problem.reviewers)))
    chance.shuffle(files)
    chance.shuffle(reviewers)
    moved = replace(
        problem, files=tuple(problem.files[old] for old in files),
        reviewers=tuple(problem.reviewers[old] for old in reviewers),
        worth={(files.index(f), reviewers.index(r)): value for (f, r), value in problem.worth.items()},
        bans={(files.index(f), reviewers.index(r)): why for (f, r), why in problem.bans.items()},
    )
    if best_total(problem) is None:
        assert _free(moved) is None
        return
    one, two = propose(problem, clock=monotonic, connect=False), propose(moved, clock=monotonic, connect=False)
    assert (one.value, sorted(one.floors), one.largest) == (two.value, sorted(two.floors), two.largest)
    assert one.bound == pytest.approx(two.bound)


@pytest.mark.parametrize("seed", range(15))
def test_one_more_reviewer_never_lowers_the_optimum(seed: int) -> None:
    problem = panel(Random(seed), banned=0.05, balance=0)
    before = _free(problem)
    new, chance = len(problem.reviewers), Random(seed)
    larger = replace(
        problem, reviewers=(*problem.reviewers, Reader("one more", 3, 0, ("TR",))),
        worth={**problem.worth, **{(file, new): worth(chance.randint(0, 300)) for file in range(len(problem.files))}},
    )
    assert before is None or _free(larger) >= before
    assert before is None or propose(larger, clock=monotonic).bound >= propose(problem, clock=monotonic).bound - 1e-6


@pytest.mark.parametrize("seed", range(15))
def test_one_more_conflict_never_raises_the_optimum(seed: int) -> None:
    problem = panel(Random(seed), banned=0.05)
    barred = Random(seed).choice(problem.pairs)
    smaller = replace(
        problem, worth={pair: value for pair, value in problem.worth.items() if pair != barred},
        bans={**problem.bans, barred: ("declared",)},
    )
    before, after = _free(problem), _free(smaller)
    assert after is None or after <= before


@pytest.mark.parametrize("seed", range(12))
def test_a_constant_on_every_pair_changes_only_the_total(seed: int) -> None:
    problem = panel(Random(seed), banned=0.05, demand=2)
    if best_total(problem) is None:
        assert _free(problem) is None
        return
    raised = replace(problem, worth={pair: worth(value.total + 70) for pair, value in problem.worth.items()})
    places = sum(problem.demands)
    assert _free(raised) == _free(problem) + 70 * places
    assert propose(raised, clock=monotonic).bound == pytest.approx(propose(problem, clock=monotonic).bound + 140)
    assert solve_without_floor(Model(raised), seconds=9) == solve_without_floor(Model(problem), seconds=9)


@pytest.mark.parametrize("name", ["assign_openreview_conflicts.json", "assign_openreview_lowest_cost.json"])
def test_published_small_assignments_come_out_as_enumerated(name: str) -> None:
    table = json.loads((REFERENCE / name).read_text())
    every = [(file, who) for file in range(len(table["demand"])) for who in range(len(table["high"]))]
    # A constant moves the scores above nothing.
    problem = Problem(
        tuple(FileDemand(f"paper {number}", count) for number, count in enumerate(table["demand"])),
        tuple(Reader(f"reviewer {n}", high, low) for n, (low, high) in enumerate(
            zip(table["low"], table["high"], strict=True))),
        {(f, r): worth(table["score"][f][r] + 2) for f, r in every if table["ok"][f][r]},
        {(f, r): ("conflict",) for f, r in every if not table["ok"][f][r]},
        country_cap=None, mixed_regions=False, balance=0,
    )
    answer = propose(problem, clock=monotonic, connect=False)
    assert answer.largest == best_total(problem)[0]
    assert answer.value == best_total(problem, dict(enumerate(answer.floors)))[0]
    assert min(check.file_sums(problem, answer.pairs)) <= fairest(problem) <= answer.bound + 1e-6


def test_a_seed_decides_between_equal_answers_and_between_nothing_else() -> None:
    equal = panel(Random(3), files=6, reviewers=6, demand=2, **OPEN)
    equal = replace(equal, worth={pair: worth(500) for pair in equal.worth})
    answers = {solve_without_floor(Model(replace(equal, seed=seed)), seconds=9) for seed in range(5)}
    again = {solve_without_floor(Model(replace(equal, seed=seed)), seconds=9) for seed in range(5)}
    assert len(answers) > 1
    assert answers == again
    assert len({check.total_worth(equal, pairs) for pairs in answers}) == 1


def test_a_hard_file_leaves_the_floor_and_is_named() -> None:
    problem = panel(Random(5), files=6, reviewers=6, demand=2, **OPEN)
    worths = {pair: worth(40 if pair[0] == 2 else 500) for pair in problem.worth}
    answer = propose(replace(problem, worth=worths), clock=monotonic)
    assert answer.hard == ((2, 80),)
    assert (answer.bound, answer.rest_bound, answer.floor) == (80, 1000, 1000)


def test_the_own_best_of_a_file_counts_the_rules_for_its_readers() -> None:
    for seed in range(40):
        problem = panel(Random(seed))
        for file in range(len(problem.files)):
            alone = replace(
                problem, files=(problem.files[file],),
                bans={(0, r): w for (f, r), w in problem.bans.items() if f == file},
                worth={(0, r): w for (f, r), w in problem.worth.items() if f == file}, balance=0,
                reviewers=tuple(replace(who, low=0) for who in problem.reviewers),
            )
            best = best_total(alone)
            assert find_own_best(problem, file) == (None if best is None else best[0])


def test_a_lock_holds_and_costs_what_the_best_answer_without_it_has_more() -> None:
    problem = panel(Random(8), files=5, reviewers=5, demand=2, **OPEN, balance=0)
    free = solve_without_floor(Model(problem), seconds=9)
    lock = min(set(problem.worth) - free, key=lambda pair: problem.worth[pair].total)
    locked = replace(problem, locks=frozenset({lock}))
    answer = propose(locked, clock=monotonic)
    assert lock in answer.pairs
    costs = measure_lock_costs(locked, answer.largest, clock=monotonic, seconds=9)
    assert costs == ((lock, best_total(problem)[0] - best_total(locked)[0]),)
    assert best_total(problem)[0] > best_total(locked)[0]


def test_a_conflict_is_overridden_by_no_lock() -> None:
    problem = panel(Random(1), files=3, reviewers=4, banned=0.3)
    barred = next(iter(problem.bans))
    with pytest.raises(LockBarred) as caught:
        replace(problem, locks=frozenset({barred}))
    assert caught.value.pairs == (barred,)


def test_an_answer_that_breaks_any_rule_is_refused() -> None:
    problem = panel(Random(4), files=6, reviewers=6, demand=2, banned=0.1, country_cap=1, mixed_regions=True)
    pairs = propose(problem, clock=monotonic).pairs
    assert check.broken_rules(problem, pairs) == []
    one = min(pairs)
    for wrong, word in (
        (pairs - {one}, "coverage"), (pairs | {next(iter(problem.bans))}, "barred"),
        (frozenset((file, 0) for file, _ in pairs if (file, 0) in problem.worth), "coverage"),
    ):
        with pytest.raises(Mismatch, match=word):
            check.require_valid(problem, wrong)
    with pytest.raises(Mismatch, match="floor"):
        check.require_valid(problem, pairs, {0: 10_000})
    with pytest.raises(Mismatch, match="dropped"):
        check.require_valid(replace(problem, locks=frozenset({min(set(problem.worth) - pairs)})), pairs)
    crowded = replace(problem, reviewers=tuple(replace(who, high=max(who.low, 1)) for who in problem.reviewers))
    with pytest.raises(Mismatch, match="load"):
        check.require_valid(crowded, pairs)
    neighbours = replace(problem, reviewers=tuple(replace(who, countries=("AZ",)) for who in problem.reviewers))
    with pytest.raises(Mismatch, match="country AZ"):
        check.require_valid(neighbours, pairs)
    together = replace(problem, reviewers=tuple(replace(who, region="asia") for who in problem.reviewers))
    with pytest.raises(Mismatch, match="region asia"):
        check.require_valid(together, pairs)


def test_what_stands_already_raises_the_limits_it_exceeds() -> None:
    problem = panel(Random(2), files=2, reviewers=4, demand=2, banned=0, country_cap=1, mixed_regions=True)
    neighbours = tuple(replace(who, countries=("AZ",), region="asia", low=0) for who in problem.reviewers)
    problem = replace(problem, reviewers=neighbours)
    with pytest.raises(NoAnswer):
        propose(problem, clock=monotonic)
    kept = replace(problem, kept=frozenset((file, who) for file in (0, 1) for who in (0, 1, 2)))
    assert propose(kept, clock=monotonic).pairs == kept.kept


def test_a_panel_in_two_groups_is_woven_into_one() -> None:
    every = [(file, who) for file in range(8) for who in range(8)]
    # Files of either half are worth a little more to the readers of their half.
    problem = Problem(
        tuple(FileDemand(f"file {n}", 2) for n in range(8)), tuple(Reader(f"reviewer {n}", 2) for n in range(8)),
        {(f, r): worth(501 if (f < 4) == (r < 4) else 500) for f, r in every}, {}, country_cap=None,
        mixed_regions=False,
    )
    apart, woven = propose(problem, clock=monotonic, connect=False), propose(problem, clock=monotonic)
    assert len(measure_connectivity(apart.pairs).groups) >= 2
    assert len(measure_connectivity(woven.pairs).groups) == 1
    assert woven.total >= 0.99 * apart.total


def test_the_figures_of_an_answer_are_counted_from_it() -> None:
    problem = Problem(
        (FileDemand("a", 2), FileDemand("b", 1)),
        (Reader("x", 2, 0, ("AZ",)), Reader("y", 2, 0, ("AZ",)), Reader("z", 2)),
        {(0, 0): Utility(300, 250, 50, 0), (0, 1): Utility(100, 200, 50, 50), (1, 2): Utility(0, 125, 50, 0),
         (1, 0): Utility(0, 250, 50, 0), (1, 1): Utility(0, 250, 50, 0), (0, 2): Utility(0, 125, 0, 0)}, {},
        country_cap=2,
    )
    figures = measure_quality(problem, {(0, 0), (0, 1), (1, 2)})
    assert (figures.worst, figures.tenth, figures.median) == (175, 175, 587.5)
    assert figures.loads == (1, 1.0, 1)
    assert figures.without_native == (1,)
    assert figures.country_pairs == 1
    assert figures.panel.groups == ((0, 1), (2,))
    assert not figures.panel.holds
    assert cost_of_change(problem, frozenset({(0, 0), (0, 1), (1, 2)}), add={(1, 0)}, drop={(1, 2)}) == (125, 125)


def test_worth_is_made_of_its_parts() -> None:
    known = calculate_utility(
        weights={"a": 2, "b": 1}, declared={"a": 3, "b": 0}, level=0.8, wish="wants", regions=("arab",), region="asia"
    )
    assert known == (400, 200, 100, 50)
    assert known.total == 750
    assert expertise_level({"a": 1}, {}) == 0.3
    assert expertise_level({"a": 1}, {"b": 3}) == 0.0
    assert expertise_level({}, {"b": 3}) == 0.3
    assert language_level({"en", "fr"}, {"fr": "reading", "en": "fluent"}) == 0.8
    assert language_level({"ar"}, {"fr": "native"}) is None
    assert calculate_utility(
        weights={"a": 1}, declared={"a": 3}, level=1, wish="wants", regions=("x",), region="y"
    ).total == 1000


def test_loads_stay_near_an_even_share_and_below_what_people_gave() -> None:
    assert fair_caps([None] * 5, 50) == [12] * 5
    assert fair_caps([3, None, 40, None], 40)[0] == 3
    assert max(fair_caps([3, None, 40, None], 40)) <= 21
    assert sum(fair_caps([3, None, 40, None], 40)) >= 44
    assert fair_caps([5, 5], 40) == [5, 5]
    assert fair_caps([], 10) == []
