"""The analysis in a child process, one at a time and for at most a minute; the worker itself never loads SciPy."""

import sys
from threading import Lock

from nominations.core.adapters import sandbox
from nominations.core.adapters.sandbox import MEGABYTE, ChildFailed, Limits

LIMITS = Limits(memory=1536 * MEGABYTE, cpu_seconds=60, wall_seconds=60)
_one_at_a_time = Lock()


def analyse_in_child(question: str, limits: Limits = LIMITS) -> str:
    """The results as canonical JSON, from the question as canonical JSON; raises `ChildFailed`."""
    with _one_at_a_time:
        return sandbox.run_child(__name__, [], question.encode(), limits, ChildFailed).decode()


def _run_child(memory: int, cpu_seconds: int) -> int:
    """What the child process does: from standard input to standard output, under its limits."""
    sandbox.limit_process(memory, cpu_seconds)
    try:
        from nominations.core.rules import codec
        from nominations.ranking.analysis.input import AnalysisInput
        from nominations.ranking.analysis.pipeline import analyse_marks
        from nominations.ranking.analysis.results import results_to_text

        results = results_to_text(analyse_marks(codec.loads(AnalysisInput, sys.stdin.buffer.read().decode())))
    except MemoryError:
        return sandbox.report_failure(sandbox.OUT_OF_MEMORY, "There was not enough memory.")
    sys.stdout.buffer.write(results.encode())
    return 0


if __name__ == "__main__":
    sys.exit(_run_child(int(sys.argv[1]), int(sys.argv[2])))
