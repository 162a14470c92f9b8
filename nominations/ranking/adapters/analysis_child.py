"""The analysis in a limited child, one at a time: a minute and no more, and the worker never carries SciPy."""

import sys
from threading import Lock

from nominations.core.adapters import sandbox
from nominations.core.adapters.sandbox import MEGABYTE, ChildFailed, Limits

LIMITS = Limits(memory=1536 * MEGABYTE, cpu_seconds=60, wall_seconds=60)
_one_at_a_time = Lock()


def analyse(asked: str, limits: Limits = LIMITS) -> str:
    """What was found, as canonical JSON, from the question as canonical JSON; raises `ChildFailed`."""
    with _one_at_a_time:
        return sandbox.run_child(__name__, [], asked.encode(), limits, ChildFailed).decode()


def _answer(memory: int, cpu_seconds: int) -> int:
    """The child's whole life: from standard input to standard output, under its limits."""
    sandbox.limit_process(memory, cpu_seconds)
    try:
        from nominations.core.rules import codec
        from nominations.ranking.analysis.input import AnalysisInput
        from nominations.ranking.analysis.pipeline import analyse as answer
        from nominations.ranking.analysis.results import to_text

        found = to_text(answer(codec.loads(AnalysisInput, sys.stdin.buffer.read().decode())))
    except MemoryError:
        return sandbox.report_failure(sandbox.OUT_OF_MEMORY, "There was not enough memory.")
    sys.stdout.buffer.write(found.encode())
    return 0


if __name__ == "__main__":
    sys.exit(_answer(int(sys.argv[1]), int(sys.argv[2])))
