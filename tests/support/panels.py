"""Small panels for the tests of routing, drawn by chance, and their best answers found by trying everything."""

from collections.abc import Mapping
from itertools import combinations
from random import Random

from nominations.routing.analysis.problem import FileDemand, Pair, Problem, Reader
from nominations.routing.analysis.utility import Utility

COUNTRIES = ("AZ", "EG", "MA", "SN")
REGIONS = {"AZ": "asia", "EG": "arab", "MA": "arab", "SN": "africa"}


def worth(total: int) -> Utility:
    """A pair worth so much, whatever for."""
    return Utility(total, 0, 0, 0)


TWO_FILES = Problem(
    (FileDemand("one", 1), FileDemand("two", 1)), (Reader("a", 1), Reader("b", 1)),
    {(file, who): worth(100 * (file + who)) for file in (0, 1) for who in (0, 1)}, {},
)


def panel(
    chance: Random, *, files: int = 0, reviewers: int = 0, demand: int = 0, banned: float = 0.15, **other
) -> Problem:
    """A panel of up to 8 files by 6 reviewers; with so few, many have no answer."""
    size, people = files or chance.randint(1, 8), reviewers or chance.randint(2, 6)
    needed = [demand or chance.randint(1, min(3, people)) for _ in range(size)]
    even = -(-sum(needed) // people)
    readers = []
    for number in range(people):
        country = chance.choice(COUNTRIES)
        readers.append(Reader(
            f"reviewer {number}", chance.randint(even, even + 2), chance.choice((0, 0, 0, 1)), (country,),
            chance.choice((REGIONS[country], REGIONS[country], "")),
        ))
    every = [(file, who) for file in range(size) for who in range(people)]
    bans = {pair: ("conflict",) for pair in every if chance.random() < banned}
    return Problem(
        tuple(FileDemand(f"file {number}", count) for number, count in enumerate(needed)), tuple(readers),
        {pair: worth(chance.randint(0, 1000)) for pair in every if pair not in bans}, bans,
        **{"country_cap": chance.choice((1, 1, 2, None)), "mixed_regions": chance.random() < 0.5, **other},
    )


def best_total(problem: Problem, floors: Mapping[int, int] | None = None) -> tuple[int, frozenset[Pair]] | None:
    """The largest balanced total over all answers, by trying every set of readers of each file; None without one."""
    states: dict[tuple[int, ...], tuple[int, frozenset[Pair]]] = {(0,) * len(problem.reviewers): (0, frozenset())}
    for file in range(len(problem.files)):
        after: dict[tuple[int, ...], tuple[int, frozenset[Pair]]] = {}
        for readers, gain in _options(problem, file, (floors or {}).get(file, 0)):
            for loads, (sum_, pairs) in states.items():
                new = tuple(load + (who in readers) for who, load in enumerate(loads))
                if all(load <= most for load, most in zip(new, problem.places, strict=True)) and (
                    new not in after or after[new][0] < sum_ + gain
                ):
                    after[new] = (sum_ + gain, pairs | {(file, who) for who in readers})
        states = after
    ends = [
        (sum_ - problem.balance * sum(max(0, load - problem.even_load) for load in loads), pairs)
        for loads, (sum_, pairs) in states.items()
        if all(load >= who.low for load, who in zip(loads, problem.reviewers, strict=True))
    ]
    return max(ends, key=lambda end: end[0], default=None)


def fairest(problem: Problem) -> int | None:
    """The highest floor that some answer gives every file; None where there is no answer."""
    sums = sorted({gain for file in range(len(problem.files)) for _, gain in _options(problem, file, 0)})
    possible = [
        least for least in sums if best_total(problem, dict.fromkeys(range(len(problem.files)), least)) is not None
    ]
    return max(possible, default=None)


def _options(problem: Problem, file: int, floor: int) -> list[tuple[tuple[int, ...], int]]:
    options = []
    for readers in combinations(problem.allowed_by_file[file], problem.demands[file]):
        gain = sum(problem.worth[file, who].total for who in readers)
        if gain >= floor and _may_sit_together(problem, file, readers):
            options.append((readers, gain))
    return options


def _may_sit_together(problem: Problem, file: int, readers: tuple[int, ...]) -> bool:
    if any(who not in readers for held, who in problem.fixed if held == file):
        return False
    countries = [country for who in readers for country in problem.reviewers[who].countries]
    regions = [problem.reviewers[who].region for who in readers]
    if any(countries.count(country) > (problem.country_limit(file, country) or len(readers)) for country in countries):
        return False
    limits = {region: problem.region_limit(file, region) for region in regions}
    return all(limit is None or regions.count(region) <= limit for region, limit in limits.items())
