"""How much the ranking depends on the weights and on any one criterion or reviewer (analysis.md 2.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nominations.ranking.analysis.input import AnalysisInput, Review

DRAWS, CONCENTRATION = 2000, 60.0


@dataclass(frozen=True, slots=True)
class Swap:
    """The smallest change of weights at which two files tie: how far in all, and the two criteria that move most.

    `gains` and `loses` are keys of criteria; `points` is what moves from one to the other when only these two change.
    """

    first: str
    second: str
    distance: float
    loses: str
    gains: str
    points: float | None


@dataclass(frozen=True, slots=True)
class Move:
    """A nomination with another place."""

    file: str
    place: int


@dataclass(frozen=True, slots=True)
class PlaceChanges:
    """The ranking with something left out, or with equal weights: the nominations that cross the line."""

    key: str
    comes_in: tuple[str, ...]
    goes_out: tuple[str, ...]
    furthest: int  # the most places any nomination moves
    moved: tuple[Move, ...]


def criterion_means(question: AnalysisInput, reviews: Sequence[Review]) -> tuple[tuple[str, ...], np.ndarray]:
    """Files with a mean mark for every criterion, and these means in points out of 100 (files x criteria)."""
    marks: dict[str, list[tuple[int | None, ...]]] = {}
    for review in reviews:
        marks.setdefault(review.file, []).append(review.marks)
    files, rows = [], []
    for file in sorted(marks):
        columns = list(zip(*marks[file], strict=True))
        marked = [[mark for mark in column if mark is not None] for column in columns]
        if all(marked):
            files.append(file)
            rows.append([100 * sum(column) / len(column) / question.top for column in marked])
    return tuple(files), np.array(rows).reshape(len(files), len(question.criteria))


def share_of_draws(question: AnalysisInput, reviews: Sequence[Review], seed: int) -> dict[str, float]:
    """Share of 2,000 draws w' ~ Dirichlet(60 w) in which each file is among the first N by its criterion means."""
    files, table = criterion_means(question, reviews)
    if not files:
        return {}
    random = np.random.Generator(np.random.PCG64(seed))
    share = np.array([criterion.weight for criterion in question.criteria], dtype=float)
    drawn = random.dirichlet(np.maximum(CONCENTRATION * share / share.sum(), 1e-6), DRAWS)
    scores = np.round(drawn @ table.T, 9)
    better = np.sort(scores, axis=1)[:, ::-1]
    line = better[:, min(question.places, len(files)) - 1][:, None]
    within = (scores >= line).mean(axis=0) if question.places else np.zeros(len(files))
    return {file: float(within[i]) for i, file in enumerate(files)}


def find_swap(question: AnalysisInput, reviews: Sequence[Review], first: str, second: str) -> Swap | None:
    """The change of weights of least length (their sum kept) at which the files tie: |w.d| / ||d - mean d||, with d the
    difference of their criterion means: the distance from w to the plane w'.d = 0 inside the plane of equal sums.
    None where no change of weights can make them equal, or where they are equal already.
    """
    files, table = criterion_means(question, reviews)
    if first not in files or second not in files or first == second:
        return None
    weights = np.array([criterion.weight for criterion in question.criteria], dtype=float)
    d = table[files.index(first)] - table[files.index(second)]
    along = d - d.mean()
    length, gap = float(np.sqrt(along @ along)), float(weights @ d)
    if length < 1e-9 or abs(gap) < 1e-9:
        return None
    change = -gap * along / length**2
    loses, gains = int(np.argmin(np.round(change, 9))), int(np.argmax(np.round(change, 9)))
    points = float(gap / (d[loses] - d[gains])) if abs(d[loses] - d[gains]) > 1e-9 else None
    keys = [criterion.key for criterion in question.criteria]
    if points is not None and not 0 < points <= weights[loses]:
        points = None
    return Swap(first, second, abs(gap) / length, keys[loses], keys[gains], points)


def compare_places(
    key: str, usual: Mapping[str, int], other: Mapping[str, int], places: int, *, but: frozenset[str] = frozenset()
) -> PlaceChanges:
    """What changes between two rankings, each a place by file; files in `but` are not compared."""
    both = [file for file in usual if file in other and file not in but]
    moved = [Move(file, other[file]) for file in both if other[file] != usual[file]]
    return PlaceChanges(
        key,
        tuple(sorted(file for file in both if usual[file] > places >= other[file])),
        tuple(sorted(file for file in both if usual[file] <= places < other[file])),
        max((abs(other[file] - usual[file]) for file in both), default=0),
        tuple(sorted(moved, key=lambda move: (move.place, move.file))),
    )
