"""What blocks a problem without an answer: the first cause that applies (analysis.md, 1.7)."""

from collections import Counter, deque
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from nominations.routing.analysis.check import Mismatch
from nominations.routing.analysis.elastic import find_slacks
from nominations.routing.analysis.matrices import Label
from nominations.routing.analysis.problem import Problem


@dataclass(frozen=True)
class FewReviewers:
    """There are fewer reviewers than a file needs."""

    needed: int
    reviewers: int


@dataclass(frozen=True)
class FewReaders:
    """Files that too few may read: (file, needed, allowed, how many are barred by each reason)."""

    files: tuple[tuple[int, int, int, tuple[tuple[str, int], ...]], ...]


@dataclass(frozen=True)
class FewPlaces:
    """More reviews are needed than there are places."""

    needed: int
    places: int


@dataclass(frozen=True)
class ShortSet:
    """Files whose allowed readers have too few places together; no smaller set of them is short."""

    files: tuple[int, ...]
    readers: tuple[int, ...]
    needed: int
    places: int


@dataclass(frozen=True)
class Rules:
    """Rules that cannot hold together with the others: (rule, by how much it would have to give)."""

    broken: tuple[tuple[Label, int], ...]


Cause = FewReviewers | FewReaders | FewPlaces | ShortSet | Rules


def explain(problem: Problem, *, seconds: float = 20.0) -> Cause:
    """What blocks a problem that has no answer. Raises `Mismatch` if nothing does."""
    return (
        few_reviewers(problem) or few_readers(problem) or few_places(problem) or short_set(problem)
        or _find_broken_rules(problem, seconds)
    )


def few_reviewers(problem: Problem) -> FewReviewers | None:
    """Whether the panel as a whole is smaller than what one file needs."""
    needed = max(problem.demands, default=0)
    return FewReviewers(needed, len(problem.reviewers)) if len(problem.reviewers) < needed else None


def few_readers(problem: Problem) -> FewReaders | None:
    """The files with fewer allowed readers than they need, each with all the reasons of its bans."""
    short = [
        (file, demand, len(problem.allowed_by_file[file])) for file, demand in enumerate(problem.demands)
        if len(problem.allowed_by_file[file]) < demand
    ]
    if not short:
        return None
    reasons: dict[int, Counter[str]] = {file: Counter() for file, _, _ in short}
    for (file, _who), bans in problem.bans.items():
        if file in reasons:
            reasons[file].update(set(bans))
    return FewReaders(tuple((*needs, tuple(reasons[needs[0]].most_common())) for needs in short))


def few_places(problem: Problem) -> FewPlaces | None:
    """Whether all reviewers together have fewer places than reviews are needed."""
    needed, places = sum(problem.demands), sum(problem.places)
    return FewPlaces(needed, places) if needed > places else None


def short_set(problem: Problem) -> ShortSet | None:
    """A short set of files by a minimum cut (Hall's condition): exact for coverage and loads, None if they hold."""
    cut = _minimum_cut(problem)
    if not cut:
        return None
    files = _shorten(problem, max(_separate_groups(problem, cut), key=lambda part: _count_lacking(problem, part)))
    degree = _degrees(problem, files)
    return ShortSet(
        tuple(sorted(files)), tuple(sorted(degree)), sum(problem.demands[file] for file in files),
        sum(min(problem.places[who], count) for who, count in degree.items()),
    )


def _minimum_cut(problem: Problem) -> set[int]:
    """The files on the source's side of a minimum cut; empty if the flow meets the whole demand."""
    files, reviewers = len(problem.files), len(problem.reviewers)
    source, sink = files + reviewers, files + reviewers + 1
    edges = [(source, file, demand) for file, demand in enumerate(problem.demands)]
    edges += [(file, files + who, 1) for file, who in problem.pairs]
    edges += [(files + who, sink, most) for who, most in enumerate(problem.places)]
    start, end, capacity = (np.array(column, dtype=np.int32) for column in zip(*edges, strict=True))
    graph = csr_array((capacity, (start, end)), shape=(sink + 1, sink + 1), dtype=np.int32)
    flow = maximum_flow(graph, source, sink)
    if flow.flow_value == sum(problem.demands):
        return set()
    residual = csr_array(graph - flow.flow)
    residual.eliminate_zeros()
    reached, waiting = {source}, deque([source])
    while waiting:
        node = waiting.popleft()
        row = slice(residual.indptr[node], residual.indptr[node + 1])
        for following, left in zip(residual.indices[row], residual.data[row], strict=True):
            if left > 0 and int(following) not in reached:
                reached.add(int(following))
                waiting.append(int(following))
    return {file for file in range(files) if file in reached}


def _degrees(problem: Problem, files: set[int]) -> Counter[int]:
    return Counter(who for file in files for who in problem.allowed_by_file[file])


def _count_lacking(problem: Problem, files: set[int]) -> int:
    """How many reviews of these files have no place: nobody reads a file twice, nor more than their places."""
    degree = _degrees(problem, files)
    return sum(problem.demands[file] for file in files) - sum(
        min(problem.places[who], count) for who, count in degree.items()
    )


def _separate_groups(problem: Problem, files: set[int]) -> list[set[int]]:
    """The files in groups that share no reader."""
    parts: list[tuple[set[int], set[int]]] = []
    for file in sorted(files):
        group, readers = {file}, set(problem.allowed_by_file[file])
        for other in [part for part in parts if part[1] & readers]:
            parts.remove(other)
            group, readers = group | other[0], readers | other[1]
        parts.append((group, readers))
    return [part[0] for part in parts]


def _shorten(problem: Problem, files: set[int]) -> set[int]:
    """The files without those that the set can do without and still be short."""
    needed, degree, lacking = set(files), _degrees(problem, files), _count_lacking(problem, files)
    for file in sorted(files, key=lambda file: (-len(problem.allowed_by_file[file]), file)):
        freed = sum(degree[who] <= problem.places[who] for who in problem.allowed_by_file[file])
        if lacking - problem.demands[file] + freed > 0:
            needed.remove(file)
            lacking += freed - problem.demands[file]
            degree.subtract(problem.allowed_by_file[file])
    return needed


def _find_broken_rules(problem: Problem, seconds: float) -> Rules:
    broken = find_slacks(problem, seconds=seconds)
    if not broken:
        raise Mismatch(["no rule is broken, and there is no answer"])
    return Rules(tuple(broken))
