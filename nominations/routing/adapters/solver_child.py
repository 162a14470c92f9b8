"""The solver in a child process, so that its libraries, memory and time cannot burden the worker."""

import pickle
import sys
import time
from importlib.metadata import version

from nominations import __version__
from nominations.core.adapters import sandbox
from nominations.core.adapters.sandbox import MEGABYTE, ChildFailed, Limits
from nominations.routing.analysis.problem import Problem

# The solver keeps to a minute by itself; the child is ended a little later.
LIMITS = Limits(memory=3072 * MEGABYTE, cpu_seconds=90, wall_seconds=90)
SECONDS = 60.0


class SolvingFailed(ChildFailed):
    """The solver ended without an answer; there may be one all the same."""


def solve(
    problem: Problem, *, is_repair: bool = False, standing: frozenset = frozenset(), movable: frozenset = frozenset(),
    limits: Limits = LIMITS,
) -> dict:
    """The result of `analysis.task.run_task`; raises `SolvingFailed`."""
    request = pickle.dumps((problem, is_repair, standing, movable, SECONDS))
    # Both ends are this program: nothing from outside is read as a pickle.
    return pickle.loads(sandbox.run_child(__name__, [], request, limits, SolvingFailed))


def library_versions() -> dict[str, str]:
    """The versions that a result depends on besides its input."""
    return {"nominations": __version__, **{name: version(name) for name in ("numpy", "scipy")}}


def _run_child(memory: int, cpu_seconds: int) -> int:
    """What the child does: solve the task of standard input and write the result to standard output, within limits."""
    sandbox.limit_process(memory, cpu_seconds)
    from nominations.routing.analysis.check import Mismatch
    from nominations.routing.analysis.solve import TooSlow
    from nominations.routing.analysis.task import Task, run_task

    try:
        result = run_task(Task(*pickle.load(sys.stdin.buffer)), time.monotonic)
    except Mismatch as wrong:
        return sandbox.report_failure(sandbox.MISMATCH, f"mismatch: {wrong}")
    except TooSlow:
        return sandbox.report_failure(sandbox.OUT_OF_TIME, "time")
    except MemoryError:
        return sandbox.report_failure(sandbox.OUT_OF_MEMORY, "There was not enough memory.")
    sys.stdout.buffer.write(pickle.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(_run_child(int(sys.argv[1]), int(sys.argv[2])))
