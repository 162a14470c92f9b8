"""Routing solved in a child: the numbers' libraries, their memory and their patience stay out of the worker."""

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
    """There is no answer, and nobody knows whether there could be one."""


def solve(
    problem: Problem, *, is_repair: bool = False, standing: frozenset = frozenset(), movable: frozenset = frozenset(),
    limits: Limits = LIMITS,
) -> dict:
    """What `analysis.routing.task.run` answers; raises `SolvingFailed`."""
    asked = pickle.dumps((problem, is_repair, standing, movable, SECONDS))
    # Both ends are this program: nothing from outside is read as a pickle.
    return pickle.loads(sandbox.run_child(__name__, [], asked, limits, SolvingFailed))


def versions() -> dict[str, str]:
    """What a result depends on besides its input."""
    return {"nominations": __version__, **{name: version(name) for name in ("numpy", "scipy")}}


def _solve(memory: int, cpu_seconds: int) -> int:
    """The child's whole life: from standard input to standard output, under its limits."""
    sandbox.limit_process(memory, cpu_seconds)
    from nominations.routing.analysis.check import Mismatch
    from nominations.routing.analysis.solve import TooSlow
    from nominations.routing.analysis.task import Task, run

    try:
        told = run(Task(*pickle.load(sys.stdin.buffer)), time.monotonic)
    except Mismatch as wrong:
        return sandbox.report_failure(sandbox.MISMATCH, f"mismatch: {wrong}")
    except TooSlow:
        return sandbox.report_failure(sandbox.OUT_OF_TIME, "time")
    except MemoryError:
        return sandbox.report_failure(sandbox.OUT_OF_MEMORY, "There was not enough memory.")
    sys.stdout.buffer.write(pickle.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(_solve(int(sys.argv[1]), int(sys.argv[2])))
