"""Rules as rows of a matrix over the allowed pairs, each with a label."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack, vstack

from nominations.routing.analysis.problem import Pair, Problem


class Label(NamedTuple):
    """What rule a row is: `kind` is coverage, load, country or region; `file` and `who` as the kind needs them."""

    kind: str
    file: int = -1
    who: int = -1
    group: str = ""


@dataclass(frozen=True)
class Rows:
    """Rules over the pairs: low <= matrix x <= high."""

    matrix: csr_array
    low: np.ndarray
    high: np.ndarray
    labels: tuple[Label, ...]


def build_rules(problem: Problem, pairs: Sequence[Pair]) -> Rows:
    """Coverage, loads, countries and regions of a problem over its allowed pairs."""
    of_file: dict[int, list[int]] = defaultdict(list)
    of_reviewer: dict[int, list[int]] = defaultdict(list)
    of_country: dict[tuple[int, str], list[int]] = defaultdict(list)
    of_region: dict[tuple[int, str], list[int]] = defaultdict(list)
    for column, (file, who) in enumerate(pairs):
        of_file[file].append(column)
        of_reviewer[who].append(column)
        for country in problem.reviewers[who].countries:
            of_country[file, country].append(column)
        of_region[file, problem.reviewers[who].region].append(column)
    rows: list[tuple[Label, Iterable[int], float, float]] = []
    for file, demand in enumerate(problem.demands):
        rows.append((Label("coverage", file), of_file[file], demand, demand))
    for who, most in enumerate(problem.places):
        rows.append((Label("load", who=who), of_reviewer[who], problem.reviewers[who].low, most))
    for (file, country), columns in sorted(of_country.items()):
        limit = problem.country_limit(file, country)
        if limit is not None and len(columns) > limit:
            rows.append((Label("country", file, group=country), columns, -np.inf, limit))
    for (file, region), columns in sorted(of_region.items()):
        limit = problem.region_limit(file, region)
        if limit is not None and len(columns) > limit:
            rows.append((Label("region", file, group=region), columns, -np.inf, limit))
    return build_rows(rows, len(pairs))


def build_rows(rows: Sequence[tuple[Label, Iterable[int], float, float]], count: int) -> Rows:
    """Rows of ones from (label, columns, low, high)."""
    where = [(number, column) for number, (_, columns, _, _) in enumerate(rows) for column in columns]
    shape = (len(rows), count)
    if where:
        at = np.array(where, dtype=np.int64)
        matrix = coo_array((np.ones(len(where)), (at[:, 0], at[:, 1])), shape=shape).tocsr()
    else:
        matrix = csr_array(shape)
    return Rows(
        matrix, np.array([row[2] for row in rows], dtype=float), np.array([row[3] for row in rows], dtype=float),
        tuple(row[0] for row in rows),
    )


def stack_blocks(blocks: Sequence[Rows]) -> tuple[csr_array, np.ndarray, np.ndarray]:
    """Blocks of rows as one: matrix, low, high."""
    matrix = stack_matrices([block.matrix for block in blocks])
    return matrix, np.concatenate([block.low for block in blocks]), np.concatenate([block.high for block in blocks])


def stack_matrices(parts: Sequence[csr_array]) -> csr_array:
    """One matrix above the other."""
    return csr_array(vstack(parts))


def join_matrices(left: csr_array, right: csr_array) -> csr_array:
    """One matrix beside the other."""
    return csr_array(hstack([left, right]))


def append_column(matrix: csr_array, column: np.ndarray) -> csr_array:
    """A matrix with one more column."""
    return join_matrices(matrix, csr_array(column.reshape(-1, 1)))
