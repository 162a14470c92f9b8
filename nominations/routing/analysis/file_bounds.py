"""What a single file can reach at best: the sum of its best readers who may read it together."""

from nominations.routing.analysis.problem import Problem


def find_own_best(problem: Problem, file: int) -> int | None:
    """The largest sum of this file's readers as if it were alone, under the caps of countries and regions.

    Fixed readers are among them. None when the rules leave too few.
    """
    fixed = [who for who in problem.allowed_by_file[file] if (file, who) in problem.fixed]
    others = sorted(
        (who for who in problem.allowed_by_file[file] if (file, who) not in problem.fixed and problem.places[who] > 0),
        key=lambda who: (-problem.worth[file, who].total, who),
    )
    worths = [problem.worth[file, who].total for who in others]
    best: list[int | None] = [None]

    def extend(start: int, chosen: list[int], sum_: int) -> None:
        lacking = problem.demands[file] - len(chosen)
        if lacking == 0:
            if _fits(problem, file, chosen) and (best[0] is None or sum_ > best[0]):
                best[0] = sum_
            return
        for index in range(start, len(others) - lacking + 1):
            if best[0] is not None and sum_ + sum(worths[index:index + lacking]) <= best[0]:
                return
            if _fits_countries(problem, file, [*chosen, others[index]]):
                extend(index + 1, [*chosen, others[index]], sum_ + worths[index])

    extend(0, fixed, sum(problem.worth[file, who].total for who in fixed))
    return best[0]


def _fits(problem: Problem, file: int, chosen: list[int]) -> bool:
    regions = [problem.reviewers[who].region for who in chosen]
    if not _fits_countries(problem, file, chosen):
        return False
    return all(
        (limit := problem.region_limit(file, region)) is None or regions.count(region) <= limit
        for region in set(regions)
    )


def _fits_countries(problem: Problem, file: int, chosen: list[int]) -> bool:
    if problem.country_cap is None:
        return True
    countries = [country for who in chosen for country in problem.reviewers[who].countries]
    return all(
        (limit := problem.country_limit(file, country)) is None or countries.count(country) <= limit
        for country in set(countries)
    )
