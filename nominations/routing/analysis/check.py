"""Checks of every answer in plain Python, so that no status of a solver is trusted (analysis.md, 1.6)."""

from collections import Counter
from collections.abc import Collection, Mapping

from nominations.routing.analysis.problem import Pair, Problem


class Mismatch(RuntimeError):
    """The solver's answer breaks a rule or its sums are wrong: it is refused. `broken` says what, in codes."""

    def __init__(self, broken: Collection[str]) -> None:
        super().__init__("; ".join(list(broken)[:10]))
        self.broken = tuple(broken)


def total_worth(problem: Problem, pairs: Collection[Pair]) -> int:
    """The sum of what the pairs are worth."""
    return sum(problem.worth[pair].total for pair in pairs)


def balanced_total(problem: Problem, pairs: Collection[Pair]) -> int:
    """The total less the cost of files above an even load: what the model maximises."""
    loads = Counter(who for _, who in pairs)
    return total_worth(problem, pairs) - problem.balance * sum(
        max(0, load - problem.even_load) for load in loads.values()
    )


def file_sums(problem: Problem, pairs: Collection[Pair]) -> list[int]:
    """What the readers of each file are worth to it, in the order of the files."""
    sums = [0] * len(problem.files)
    for pair in pairs:
        sums[pair[0]] += problem.worth[pair].total
    return sums


def broken_rules(
    problem: Problem, pairs: Collection[Pair], floors: Mapping[int, float] | None = None
) -> list[str]:
    """Every rule that a set of pairs breaks, one text of codes each; empty when it breaks none."""
    breaches = [f"barred {pair}" for pair in sorted(set(pairs) - problem.worth.keys())]
    if breaches:
        return breaches
    breaches += [f"dropped {pair}" for pair in sorted(problem.fixed - set(pairs))]
    readers, loads = Counter(file for file, _ in pairs), Counter(who for _, who in pairs)
    breaches += [
        f"coverage {file}: {readers[file]} of {demand}" for file, demand in enumerate(problem.demands)
        if readers[file] != demand
    ]
    breaches += [
        f"load {who}: {loads[who]}" for who, most in enumerate(problem.places)
        if not problem.reviewers[who].low <= loads[who] <= most
    ]
    breaches += _broken_caps(problem, pairs)
    sums = file_sums(problem, pairs)
    breaches += [f"floor {file}: {sums[file]}" for file, least in (floors or {}).items() if sums[file] < least - 1e-6]
    return breaches


def _broken_caps(problem: Problem, pairs: Collection[Pair]) -> list[str]:
    countries = Counter((file, country) for file, who in pairs for country in problem.reviewers[who].countries)
    regions = Counter((file, problem.reviewers[who].region) for file, who in pairs)
    breaches = []
    for (file, country), count in sorted(countries.items()):
        limit = problem.country_limit(file, country)
        if limit is not None and count > limit:
            breaches.append(f"country {country} on {file}: {count}")
    for (file, region), count in sorted(regions.items()):
        limit = problem.region_limit(file, region)
        if limit is not None and count > limit:
            breaches.append(f"region {region} on {file}: {count}")
    return breaches


def require_valid(problem: Problem, pairs: Collection[Pair], floors: Mapping[int, float] | None = None) -> None:
    """Raise `Mismatch` where a set of pairs breaks a rule."""
    if broken := broken_rules(problem, pairs, floors):
        raise Mismatch(broken)
