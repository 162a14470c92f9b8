"""The data of routing: files that need readers, reviewers with places, what each pair is worth or what bars it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from nominations.routing.analysis.utility import Utility

Pair = tuple[int, int]  # index of the file, index of the reviewer

BALANCE_COST = 20  # of one file above an even load, in units of utility


@dataclass(frozen=True, slots=True)
class FileDemand:
    """A file and how many reviews it needs."""

    name: str
    demand: int = 3


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader: the fewest and the most files, the countries that count as theirs, the region ("" if unknown)."""

    name: str
    high: int
    low: int = 0
    countries: tuple[str, ...] = ()
    region: str = ""


class LockBarred(ValueError):
    """A lock or a kept pair is barred by the rules; `pairs` holds which."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        super().__init__(f"{len(pairs)} fixed pairs are barred")
        self.pairs = tuple(pairs)


@dataclass(frozen=True)
class Problem:
    """Everything an answer depends on. Every pair is either in `worth` (allowed) or in `bans` (with all its reasons).

    `locks` are set by hand; `kept` are pairs that are assigned already: where they exceed a demand, a load or a cap,
    their number is the limit. `country_cap`: how many readers of one country a file may have, None for any;
    `caps` are exceptions by country. `mixed_regions`: not all readers of a file come from one region.
    """

    files: tuple[FileDemand, ...]
    reviewers: tuple[Reader, ...]
    worth: Mapping[Pair, Utility]
    bans: Mapping[Pair, tuple[str, ...]]
    locks: frozenset[Pair] = frozenset()
    kept: frozenset[Pair] = frozenset()
    country_cap: int | None = 1
    caps: tuple[tuple[str, int], ...] = ()
    mixed_regions: bool = True
    balance: int = BALANCE_COST
    seed: int = 0

    def __post_init__(self) -> None:
        if any(reviewer.low > reviewer.high for reviewer in self.reviewers):
            raise ValueError("A reviewer's fewest files are above their most.")
        if any(file.demand < 1 for file in self.files):
            raise ValueError("A file needs at least one review.")
        if len(self.worth) + len(self.bans) != len(self.files) * len(self.reviewers) or self.worth.keys() & self.bans:
            raise ValueError("Each pair is allowed or barred, once.")
        if barred := sorted(self.fixed - self.worth.keys()):
            raise LockBarred(barred)

    @property
    def fixed(self) -> frozenset[Pair]:
        """The pairs that every answer holds."""
        return self.locks | self.kept

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The allowed pairs, in order."""
        return tuple(sorted(self.worth))

    @cached_property
    def demands(self) -> tuple[int, ...]:
        """How many readers each file gets."""
        kept = Counter(file for file, _ in self.kept)
        return tuple(max(file.demand, kept[index]) for index, file in enumerate(self.files))

    @cached_property
    def places(self) -> tuple[int, ...]:
        """How many files each reviewer may get."""
        kept = Counter(who for _, who in self.kept)
        return tuple(max(reviewer.high, kept[index]) for index, reviewer in enumerate(self.reviewers))

    @cached_property
    def even_load(self) -> int:
        """The mean number of files per reviewer, rounded up."""
        return ceil(sum(self.demands) / len(self.reviewers)) if self.reviewers else 0

    @cached_property
    def allowed_by_file(self) -> tuple[tuple[int, ...], ...]:
        """The allowed readers of each file."""
        readers: list[list[int]] = [[] for _ in self.files]
        for file, who in self.pairs:
            readers[file].append(who)
        return tuple(map(tuple, readers))

    @cached_property
    def _kept_countries(self) -> Counter[tuple[int, str]]:
        return Counter((file, country) for file, who in self.kept for country in self.reviewers[who].countries)

    @cached_property
    def _kept_regions(self) -> Counter[tuple[int, str]]:
        return Counter((file, self.reviewers[who].region) for file, who in self.kept)

    def country_limit(self, file: int, country: str) -> int | None:
        """How many readers of a country the file may have; None for any number."""
        if self.country_cap is None:
            return None
        return max(dict(self.caps).get(country, self.country_cap), self._kept_countries[file, country])

    def region_limit(self, file: int, region: str) -> int | None:
        """How many readers of a region the file may have; None where the rule does not apply."""
        if not self.mixed_regions or not region or self.demands[file] < 2:
            return None
        return max(self.demands[file] - 1, self._kept_regions[file, region])


def fair_caps(limits: Sequence[int | None], total: int) -> list[int]:
    """The most files of each reviewer: a fifth above an even share, higher where others want fewer, never above
    the limit somebody gave. Loads are in files; `total` is the number of reviews needed.
    """
    if not limits:
        return []
    cap = ceil(1.2 * total / len(limits))
    highest = max((cap, total, *(limit for limit in limits if limit is not None)))
    while cap < highest and sum(cap if limit is None else min(limit, cap) for limit in limits) < 1.1 * total:
        cap += 1
    return [cap if limit is None else min(limit, cap) for limit in limits]
