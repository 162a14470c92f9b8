"""Whether a panel is connected: reviewers who share files can be compared, others cannot (analysis.md, 1.4)."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from random import Random
from statistics import median

from nominations.routing.analysis import check
from nominations.routing.analysis.problem import Pair, Problem

FEWEST_SHARED = 3
GIVEN_UP = 0.01  # share of the total that a connected panel may cost
PATIENCE = 20_000  # exchanges in a row that may fail


@dataclass(frozen=True, slots=True)
class Connectivity:
    """`groups`: reviewers linked by files they share, each group apart from the others; by index, largest first.

    `fewest` and `median`: with how many colleagues a reviewer shares at least one file.
    """

    groups: tuple[tuple[int, ...], ...]
    fewest: int
    median: float

    @property
    def holds(self) -> bool:
        """Whether severity can be compared: one group, and everybody shares files with at least three others, or
        with all there are.
        """
        readers = sum(map(len, self.groups))
        return len(self.groups) <= 1 and self.fewest >= min(FEWEST_SHARED, readers - 1)


def measure_connectivity(pairs: Collection[Pair]) -> Connectivity:
    """The graph of reviewers and files, for reviewers who have a file."""
    colleagues: dict[int, set[int]] = {who: set() for _, who in pairs}
    for together in _readers(pairs).values():
        for reader in together:
            colleagues[reader] |= together - {reader}
    counts = [len(others) for others in colleagues.values()]
    ordered = sorted(_groups(colleagues), key=lambda group: (-len(group), group))
    return Connectivity(tuple(ordered), min(counts, default=0), float(median(counts)) if counts else 0.0)


def _groups(colleagues: Mapping[int, set[int]]) -> list[tuple[int, ...]]:
    groups, left = [], set(colleagues)
    while left:
        group, border = set(), {min(left)}
        while border:
            group |= border
            border = {other for who in border for other in colleagues[who]} - group
        groups.append(tuple(sorted(group)))
        left -= group
    return groups


def connect_panel(
    problem: Problem, pairs: frozenset[Pair], floors: Mapping[int, float], *, clock: Callable[[], float], ends: float
) -> frozenset[Pair]:
    """These pairs where their panel is connected; else, by exchanging two readers of two files at a time, an answer
    within one percent of the total, and of each floor, with fewer groups and more pairs of reviewers who share a file.

    Loads, coverage, fixed pairs and caps stay as they are. It ends as soon as the panel is connected.
    """
    if measure_connectivity(pairs).holds:
        return pairs
    return _PanelConnector(problem, pairs, floors).connect(clock, ends)


class _PanelConnector:
    """Exchanges two readers of two files, again and again, and keeps an exchange that connects more reviewers."""

    def __init__(self, problem: Problem, pairs: frozenset[Pair], floors: Mapping[int, float]) -> None:
        self.problem = problem
        self.floors = {file: least * (1 - GIVEN_UP) for file, least in floors.items()}
        self.readers = _readers(pairs)
        self.sums = check.file_sums(problem, pairs)
        self.total = sum(self.sums)
        self.least = self.total * (1 - GIVEN_UP)
        self.shared: Counter[tuple[int, int]] = Counter()
        for together in self.readers.values():
            self.shared.update(combinations(sorted(together), 2))

    def connect(self, clock: Callable[[], float], ends: float) -> frozenset[Pair]:
        chance, idle = Random(self.problem.seed), 0
        free = sorted(pair for pair in self._pairs() if pair not in self.problem.fixed)
        loose = self._loose(free)
        while loose and idle < PATIENCE and clock() < ends:
            first, second = chance.choice(loose), chance.randrange(len(free))
            if self._exchange(free[first], free[second]):
                (file, who), (other_file, other) = free[first], free[second]
                free[first], free[second] = (file, other), (other_file, who)
                loose, idle = self._loose(free), 0
            else:
                idle += 1
        return frozenset(self._pairs())

    def _loose(self, free: list[Pair]) -> list[int]:
        """The indexes in `free` of readers outside the largest group, or with few colleagues."""
        panel = measure_connectivity(self._pairs())
        if panel.holds:
            return []
        colleagues = Counter(who for both in self.shared for who in both)
        largest = set(panel.groups[0])
        return [
            index for index, (_, who) in enumerate(free) if who not in largest or colleagues[who] < FEWEST_SHARED
        ]

    def _pairs(self) -> list[Pair]:
        return [(file, who) for file, together in self.readers.items() for who in together]

    def _exchange(self, one: Pair, two: Pair) -> bool:
        (file, who), (other_file, other) = one, two
        if file == other_file or who == other or other in self.readers[file] or who in self.readers[other_file]:
            return False
        worth = self.problem.worth
        if (file, other) not in worth or (other_file, who) not in worth:
            return False
        gain = worth[file, other].total - worth[one].total
        other_gain = worth[other_file, who].total - worth[two].total
        if self.sums[file] + gain < self.floors.get(file, 0) or self.total + gain + other_gain < self.least:
            return False
        if self.sums[other_file] + other_gain < self.floors.get(other_file, 0):
            return False
        if not (self._fits(file, who, other) and self._fits(other_file, other, who)):
            return False
        before = self._togetherness()
        self._swap(file, who, other)
        self._swap(other_file, other, who)
        if self._togetherness() <= before:
            self._swap(file, other, who)
            self._swap(other_file, who, other)
            return False
        self.sums[file] += gain
        self.sums[other_file] += other_gain
        self.total += gain + other_gain
        return True

    def _swap(self, file: int, out: int, into: int) -> None:
        together = self.readers[file]
        together.remove(out)
        for colleague in together:
            self._count(out, colleague, -1)
            self._count(into, colleague, 1)
        together.add(into)

    def _count(self, one: int, two: int, by: int) -> None:
        key = (min(one, two), max(one, two))
        self.shared[key] += by
        if not self.shared[key]:
            del self.shared[key]

    def _togetherness(self) -> tuple[int, int]:
        """More is better: fewer groups, then more pairs of colleagues."""
        return -len(_groups(self._colleagues())), len(self.shared)

    def _colleagues(self) -> dict[int, set[int]]:
        colleagues: dict[int, set[int]] = {who: set() for together in self.readers.values() for who in together}
        for one, two in self.shared:
            colleagues[one].add(two)
            colleagues[two].add(one)
        return colleagues

    def _fits(self, file: int, out: int, into: int) -> bool:
        together = [*(who for who in self.readers[file] if who != out), into]
        reviewers = self.problem.reviewers
        for country in reviewers[into].countries:
            limit = self.problem.country_limit(file, country)
            if limit is not None and sum(country in reviewers[who].countries for who in together) > limit:
                return False
        region = reviewers[into].region
        limit = self.problem.region_limit(file, region)
        return limit is None or sum(reviewers[who].region == region for who in together) <= limit


def _readers(pairs: Collection[Pair]) -> dict[int, set[int]]:
    readers: dict[int, set[int]] = {}
    for file, who in sorted(pairs):
        readers.setdefault(file, set()).add(who)
    return readers
