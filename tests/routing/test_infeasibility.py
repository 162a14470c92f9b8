"""What blocks a panel that has no answer, what would help, and how one is mended."""

from collections import Counter
from dataclasses import replace
from itertools import chain, combinations
from random import Random
from time import monotonic

import pytest

from nominations.routing.analysis import check
from nominations.routing.analysis.check import Mismatch
from nominations.routing.analysis.infeasibility import (
    FewPlaces,
    FewReaders,
    FewReviewers,
    Rules,
    ShortSet,
    explain,
    short_set,
)
from nominations.routing.analysis.model import Model
from nominations.routing.analysis.problem import FileDemand, Problem, Reader
from nominations.routing.analysis.relaxation import Change, advise, apply_changes
from nominations.routing.analysis.repair import repair_panel, repair_problem
from nominations.routing.analysis.solve import NoAnswer, propose, solve_without_floor
from tests.support.panels import best_total, panel, worth


def _problem(demands: list[int], highs: list[int], readers: dict[int, list[int]], **other) -> Problem:
    """Files by demand, reviewers by places, who may read which; everything else is barred for its language."""
    every = [(file, who) for file in range(len(demands)) for who in range(len(highs))]
    return Problem(
        tuple(FileDemand(f"file {n}", demand) for n, demand in enumerate(demands)),
        tuple(Reader(f"reviewer {n}", high) for n, high in enumerate(highs)),
        {pair: worth(500) for pair in every if pair[1] in readers[pair[0]]},
        {pair: ("language",) for pair in every if pair[1] not in readers[pair[0]]},
        **{"country_cap": None, "mixed_regions": False, **other},
    )


def test_a_panel_smaller_than_one_file_needs_says_how_many_are_needed() -> None:
    problem = _problem([3, 2], [5, 5], {0: [0, 1], 1: [0, 1]})
    assert explain(problem) == FewReviewers(3, 2)
    assert advise(problem, explain(problem), clock=monotonic).together == ()


def test_a_file_that_too_few_may_read_is_told_with_all_reasons_of_its_bans() -> None:
    problem = _problem([3, 2], [5] * 4, {0: [0, 1], 1: [0, 1, 2, 3]})
    problem = replace(problem, bans={(0, 2): ("nationality", "language"), (0, 3): ("language",)})
    cause = explain(problem)
    assert cause == FewReaders(((0, 3, 2, (("language", 2), ("nationality", 1))),))
    assert advise(problem, cause, clock=monotonic).singles == (Change("demand", 0, value=2),)


def test_several_files_that_too_few_may_read_are_lowered_together() -> None:
    problem = _problem([3, 3, 2], [5] * 4, {0: [0, 1], 1: [3], 2: [0, 1, 2, 3]})
    advice = advise(problem, explain(problem), clock=monotonic)
    assert (advice.singles, advice.together) == ((), (Change("demand", 0, value=2), Change("demand", 1, value=1)))
    assert best_total(apply_changes(problem, advice.together)) is not None


def test_a_file_that_nobody_may_read_has_no_remedy() -> None:
    problem = _problem([1, 1], [5, 5], {0: [], 1: [0, 1]})
    advice = advise(problem, explain(problem), clock=monotonic)
    assert (advice.singles, advice.together) == ((), ())


def test_demand_above_all_places_is_told_with_both_numbers() -> None:
    everybody = {file: [0, 1, 2] for file in range(4)}
    problem = _problem([2] * 4, [2, 2, 2], everybody)
    cause = explain(problem)
    assert cause == FewPlaces(8, 6)
    advice = advise(problem, cause, clock=monotonic)
    assert advice.singles == ()
    assert {change.kind for change in advice.together} == {"load"}
    assert best_total(apply_changes(problem, advice.together)) is not None
    assert sum(apply_changes(problem, advice.together).places) == 8


def test_one_place_too_few_offers_each_single_change_that_works() -> None:
    everybody = {file: [0, 1, 2] for file in range(3)}
    advice = advise(_problem([2, 2, 2], [1, 2, 2], everybody), FewPlaces(6, 5), clock=monotonic)
    assert set(advice.singles) == {
        Change("load", who=0, value=2), Change("load", who=1, value=3), Change("load", who=2, value=3),
        *(Change("demand", file, value=1) for file in range(3)),
    }


def test_a_short_set_is_told_with_its_readers_places_and_needs() -> None:
    """Five files that three can read, who have nine places; fifteen reviews are needed."""
    readers = {file: [0, 1, 2] for file in range(5)} | {file: [0, 1, 2, 3, 4, 5, 6] for file in range(5, 9)}
    problem = _problem([3] * 9, [3, 3, 3, 9, 9, 9, 9], readers)
    cause = explain(problem)
    assert isinstance(cause, ShortSet)
    assert cause.readers == (0, 1, 2)
    assert cause.places == 9
    assert set(cause.files) <= set(range(5))
    assert cause.needed == 3 * len(cause.files) > 9
    advice = advise(problem, cause, clock=monotonic)
    assert advice.singles == ()
    assert best_total(apply_changes(problem, advice.together)) is not None


@pytest.mark.parametrize("seed", range(80))
def test_the_minimum_cut_is_exact_for_coverage_and_loads(seed: int) -> None:
    problem = panel(Random(seed), banned=0.35, country_cap=None, mixed_regions=False)
    problem = replace(problem, reviewers=tuple(replace(who, low=0) for who in problem.reviewers))
    cause = short_set(problem)
    size = len(problem.files)
    every = chain.from_iterable(combinations(range(size), count) for count in range(1, size + 1))
    short = {files for files in every if _needs(problem, files) > _places(problem, files)}
    assert (cause is None) == (not short)
    assert (cause is None) == (best_total(problem) is not None)
    if cause is not None:
        assert cause.files in short
        assert (cause.needed, cause.places) == (_needs(problem, cause.files), _places(problem, cause.files))
        assert not any(set(files) < set(cause.files) and len(files) == len(cause.files) - 1 for files in short)


def _needs(problem: Problem, files: tuple[int, ...]) -> int:
    return sum(problem.demands[file] for file in files)


def _places(problem: Problem, files: tuple[int, ...]) -> int:
    degree = Counter(who for file in files for who in problem.allowed_by_file[file])
    return sum(min(problem.places[who], count) for who, count in degree.items())


def test_a_country_rule_that_blocks_is_named_and_one_more_of_that_country_helps() -> None:
    problem = _problem([2], [1, 1], {0: [0, 1]}, country_cap=1)
    problem = replace(problem, reviewers=tuple(replace(who, countries=("AZ",)) for who in problem.reviewers))
    cause = explain(problem)
    assert isinstance(cause, Rules)
    assert [(label.kind, label.file, label.group, by) for label, by in cause.broken] == [("country", 0, "AZ", 1)]
    assert Change("country", group="AZ", value=2) in advise(problem, cause, clock=monotonic).singles


def test_a_region_rule_that_blocks_is_named() -> None:
    problem = _problem([2], [1, 1], {0: [0, 1]}, mixed_regions=True)
    problem = replace(problem, reviewers=tuple(replace(who, region="asia") for who in problem.reviewers))
    cause = explain(problem)
    assert [(label.kind, label.group, by) for label, by in cause.broken] == [("region", "asia", 1)]
    assert advise(problem, cause, clock=monotonic).singles[0] == Change("region")


def test_fewest_files_that_cannot_all_be_given_are_named() -> None:
    problem = _problem([1], [2, 2], {0: [0, 1]})
    problem = replace(problem, reviewers=tuple(replace(who, low=1) for who in problem.reviewers))
    cause = explain(problem)
    assert [(label.kind, by) for label, by in cause.broken] == [("fewest", 1)]
    assert Change("fewest", who=cause.broken[0][0].who, value=0) in advise(problem, cause, clock=monotonic).singles


def test_locks_that_cannot_all_hold_are_named_and_unlocking_helps() -> None:
    problem = _problem([1, 1], [2, 2], {0: [0, 1], 1: [0, 1]}, locks=frozenset({(0, 0), (0, 1)}))
    cause = explain(problem)
    # A lock weighs more than a review too many, which no slack allows: one of the two has to give.
    assert [label.kind for label, _ in cause.broken] == ["lock"]
    singles = advise(problem, cause, clock=monotonic).singles
    assert [change for change in singles if change.kind == "unlock"]


@pytest.mark.parametrize("seed", range(60))
def test_every_panel_without_an_answer_is_explained_and_every_advice_works(seed: int) -> None:
    problem = panel(Random(seed), banned=0.3)
    if best_total(problem) is not None:
        with pytest.raises(Mismatch):
            explain(problem)
        return
    advice = advise(problem, explain(problem), clock=monotonic)
    for change in advice.singles:
        assert best_total(apply_changes(problem, [change])) is not None
    if advice.together:
        assert best_total(apply_changes(problem, advice.together)) is not None


@pytest.mark.parametrize("seed", range(40))
def test_a_repair_keeps_as_much_as_can_be_kept_and_is_the_best_of_those(seed: int) -> None:
    rules = {"country_cap": None, "mixed_regions": False, "balance": 0}
    problem = panel(Random(seed), files=5, reviewers=5, demand=2, banned=0.05, **rules)
    problem = replace(problem, reviewers=tuple(replace(who, low=0) for who in problem.reviewers))
    standing = solve_without_floor(Model(problem), seconds=9)
    gone = min(standing)
    after = replace(
        problem, worth={pair: value for pair, value in problem.worth.items() if pair != gone},
        bans={**problem.bans, gone: ("recused",)},
    )
    stands = standing - {gone}
    held = best_total(repair_problem(after, stands, frozenset()))
    if held is not None:
        plain = repair_panel(after, standing, clock=monotonic)
        assert (plain.dropped, plain.lost) == ((), (gone,))
        assert len(plain.added) == 1
        assert check.total_worth(after, plain.pairs) == held[0]
    finished = frozenset(sorted(stands)[:4])
    movable = stands - finished
    loose = repair_problem(after, stands, movable)
    if best_total(loose) is None:
        with pytest.raises(NoAnswer):
            repair_panel(after, standing, movable=movable, clock=monotonic)
        return
    moved = repair_panel(after, standing, movable=movable, clock=monotonic)
    assert finished <= moved.pairs
    # Standing pairs are worth a thousand times as much as all sums together: what a weighted sum would say.
    weighted = replace(loose, worth={
        pair: worth(value.total + (10_000_000 if pair in movable else 0)) for pair, value in loose.worth.items()
    })
    best = best_total(weighted)[1]
    assert len(moved.pairs & movable) == len(best & movable)
    assert moved.total == check.total_worth(after, best)


def test_a_repair_that_only_moves_make_possible_says_so_first() -> None:
    # Only the second reviewer may take the empty place, and has no other place left.
    problem = _problem([1, 1], [1, 1, 1], {0: [1], 1: [1, 2]})
    standing = frozenset({(0, 0), (1, 1)})
    with pytest.raises(NoAnswer):
        repair_panel(problem, standing, clock=monotonic)
    moved = repair_panel(problem, standing, movable=frozenset({(1, 1)}), clock=monotonic)
    assert (moved.added, moved.dropped, moved.lost) == (((0, 1), (1, 2)), ((1, 1),), ((0, 0),))


def test_a_file_with_more_readers_than_it_needs_keeps_them() -> None:
    problem = _problem([1, 1], [1, 1, 1], {0: [0, 1, 2], 1: [0, 1, 2]})
    mended = repair_panel(problem, frozenset({(0, 0), (0, 1)}), clock=monotonic)
    assert mended.pairs == {(0, 0), (0, 1), (1, 2)}


def test_an_answer_that_is_there_is_never_called_blocked() -> None:
    problem = panel(Random(12), files=4, reviewers=6, demand=2, banned=0, country_cap=None, mixed_regions=False)
    assert propose(problem, clock=monotonic).pairs
    with pytest.raises(Mismatch):
        explain(problem)
