"""The analysis in a limited child, one at a time: a minute and no more, and the worker never carries SciPy."""

import sys
from threading import Lock

from nominations.adapters import children
from nominations.adapters.children import MEGABYTE, ChildFailed, Limits

LIMITS = Limits(memory=1536 * MEGABYTE, cpu_seconds=60, wall_seconds=60)
_one_at_a_time = Lock()


def analyse(asked: str, limits: Limits = LIMITS) -> str:
    """What was found, as canonical JSON, from the question as canonical JSON; raises `ChildFailed`."""
    with _one_at_a_time:
        return children.run(__name__, [], asked.encode(), limits, ChildFailed).decode()


def _answer(memory: int, cpu_seconds: int) -> int:
    """The child's whole life: from standard input to standard output, under its limits."""
    children.limit_myself(memory, cpu_seconds)
    try:
        from nominations.analysis.asked import Asked
        from nominations.analysis.found import to_text
        from nominations.analysis.whole import analyse as answer
        from nominations.domain import codec

        found = to_text(answer(codec.loads(Asked, sys.stdin.buffer.read().decode())))
    except MemoryError:
        return children.tell(children.OUT_OF_MEMORY, "There was not enough memory.")
    sys.stdout.buffer.write(found.encode())
    return 0


if __name__ == "__main__":
    sys.exit(_answer(int(sys.argv[1]), int(sys.argv[2])))
