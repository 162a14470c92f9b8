"""Measures the analysis of a round in a child process, as the worker runs it: seconds and peak of memory."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.figures import align
from nominations.core.rules import codec
from nominations.ranking.adapters import analysis_child
from nominations.ranking.analysis.input import AnalysisInput, Criterion, Review

SIZES = ((200, 20), (1000, 60))
_EACH, _PLACES, _LIMIT = 3, 10, 60
_CRITERIA = tuple(Criterion(key, weight) for key, weight in zip("abcde", (25, 25, 20, 20, 10), strict=True))
_CHILD = """
import resource, sys
from nominations.ranking.analysis.input import AnalysisInput
from nominations.ranking.analysis.pipeline import analyse_marks
from nominations.core.rules import codec
analyse_marks(codec.loads(AnalysisInput, sys.stdin.read()))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Analysed:
    """Seconds from asking to the stored text, and the peak of the child in megabytes."""

    files: int
    reviewers: int
    seconds: float
    peak: float
    octets: int


def measure() -> Iterator[Analysed]:
    """Three reviews per file and five criteria, the reviewers of different severity."""
    for files, reviewers in SIZES:
        asked = codec.dumps(_panel(files, reviewers))
        began = time.perf_counter()
        result = analysis_child.analyse_in_child(asked)
        seconds = time.perf_counter() - began
        child = subprocess.run([sys.executable, "-c", _CHILD], input=asked, capture_output=True, text=True, check=True)
        yield Analysed(files, reviewers, seconds, int(child.stdout) / 1024, len(result.encode()))


def lines(measured: Iterator[Analysed]) -> Iterator[str]:
    """The figures as a table."""
    rows = [("analysis", "seconds", "limit s", "peak MB", "result KB")]
    for one in measured:
        rows.append((f"{one.files} files, {one.reviewers} reviewers", f"{one.seconds:.1f}", str(_LIMIT),
                     f"{one.peak:.0f}", f"{one.octets / 1024:.0f}"))
    yield from align(rows)


def _panel(files: int, reviewers: int) -> AnalysisInput:
    chance = random.Random(1)
    worth = [chance.gauss(6, 1.2) for _ in range(files)]
    strict = [chance.gauss(0, 0.7) for _ in range(reviewers)]
    reviews = tuple(
        Review(f"F{i:04}", f"R{j:02}", tuple(
            max(0, min(10, round(worth[i] + strict[j] + chance.gauss(0, 1.2)))) for _ in _CRITERIA
        ))
        for i in range(files) for j in chance.sample(range(reviewers), _EACH)
    )
    return AnalysisInput(_CRITERIA, tuple(f"F{i:04}" for i in range(files)), reviews, _PLACES)
