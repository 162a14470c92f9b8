"""One order of nominations and reviewers that depends on the marks alone.

Random draws go through the nominations one after the other. In this order nobody can change them by another name, and
whoever repeats the analysis with letters for names gets the same figures.
"""

import hashlib
from collections.abc import Iterable, Sequence

from nominations.ranking.analysis.input import Score

_ROUNDS = 4


def canonical_order(scores: Sequence[Score]) -> tuple[dict[str, int], dict[str, int]]:
    """The index of each nomination, and of each reviewer.

    Each is described by the order of its scores among all, then by these together with the descriptions of whom they
    are from (or for), and so on (colour refinement of the graph of reviews). What is still alike after that is alike in
    every way that the analysis can see; there the name decides.
    """
    files, reviewers = {score.file: "" for score in scores}, {score.reviewer: "" for score in scores}
    levels = {value: i for i, value in enumerate(sorted({score.value for score in scores}))}
    for _ in range(_ROUNDS):
        by_file: dict[str, list[str]] = {file: [] for file in files}
        by_reviewer: dict[str, list[str]] = {reviewer: [] for reviewer in reviewers}
        for score in scores:
            by_file[score.file].append(f"{levels[score.value]} {reviewers[score.reviewer]}")
            by_reviewer[score.reviewer].append(f"{levels[score.value]} {files[score.file]}")
        files = {file: _digest(marks) for file, marks in by_file.items()}
        reviewers = {reviewer: _digest(marks) for reviewer, marks in by_reviewer.items()}
    return _number(files), _number(reviewers)


def _digest(descriptions: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(descriptions)).encode()).hexdigest()


def _number(descriptions: dict[str, str]) -> dict[str, int]:
    ordered = sorted(descriptions, key=lambda key: (descriptions[key], key))
    return {key: i for i, key in enumerate(ordered)}
