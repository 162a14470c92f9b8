"""Work in a child process with limits of memory, processor time and waiting: only the child fails (decision 26)."""

import mmap
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MEGABYTE = 1_048_576
# Exit statuses of a child with their own meaning; `_failure_reason` reads other statuses and signals.
REFUSED, OUT_OF_MEMORY, TOO_DEEP, MISMATCH, OUT_OF_TIME, NOT_INSTALLED = 71, 72, 73, 74, 75, 76
_SIGNS_OF_NO_MEMORY = (b"MemoryError", b"failed to allocate", b"failed to map segment", b"annot allocate memory",
                       b"Error creating thread")
# Fontconfig and the C library need these; secrets of the application stay here.
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME")


class Reason(StrEnum):
    """Why a child's work failed."""

    TIME = "time"
    MEMORY = "memory"
    REFUSED = "refused"
    NESTING = "nesting"
    MISMATCH = "mismatch"
    BROKEN = "broken"


class ChildFailed(Exception):
    """The work was not done. `status` and `words` are the child's exit status (as in `subprocess`) and what it wrote
    to standard error; both are None when it was stopped for taking too long."""

    status: int | None = None
    words: bytes | None = None

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"The work could not be done ({reason}). {detail}".strip())
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use: address space in bytes, seconds of processor, seconds of waiting."""

    memory: int = 1536 * MEGABYTE
    cpu_seconds: int = 120
    wall_seconds: float = 240


def run_child(
    module: str, arguments: Sequence[str], content: bytes, limits: Limits, failed: type[ChildFailed]
) -> bytes:
    """Run `python -m module memory cpu_seconds *arguments` with `content` as its input; return its standard output.

    Raises `failed` where the child fails or takes too long.
    """
    command = [sys.executable, "-m", module, str(limits.memory), str(limits.cpu_seconds), *arguments]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
        start_new_session=True,
    )
    with child:
        try:
            answer, words = child.communicate(content, timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            raise failed(Reason.TIME, f"It took more than {limits.wall_seconds:g} seconds.") from None
        finally:
            if child.poll() is None:
                child.kill()
    if child.returncode != 0:
        raise failure(failed, child.returncode, words)
    return answer


def failure(failed: type[ChildFailed], status: int, words: bytes) -> ChildFailed:
    """The error for a child that ended with this exit status and wrote these words."""
    no = failed(_failure_reason(status, words), _last_line(words))
    no.status, no.words = status, words
    return no


def limit_process(memory: int, cpu_seconds: int) -> None:
    """Set the limits of this process: the first thing that a child does."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def require_memory(octets: int) -> None:
    """Raise `MemoryError` where less than this is left, before a C library finds out in its own way."""
    try:
        mmap.mmap(-1, octets).close()
    except OSError as refused:
        raise MemoryError from refused


def report_failure(status: int, sentence: str) -> int:
    """Write the sentence to standard error and return the status, for the child to exit with."""
    sys.stderr.write(sentence)
    return status


def environment() -> dict[str, str]:
    """The environment of a child: where programs and fonts are, and none of the application's settings."""
    package = Path(__file__).parents[2]
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed_on, "PYTHONPATH": str(package.parent), "LANG": "C.UTF-8", "PYTHONSAFEPATH": "1",
            "OPENBLAS_NUM_THREADS": "1"}


def _failure_reason(status: int, words: bytes) -> Reason:
    known = {REFUSED: Reason.REFUSED, OUT_OF_MEMORY: Reason.MEMORY, TOO_DEEP: Reason.NESTING,
             MISMATCH: Reason.MISMATCH, OUT_OF_TIME: Reason.TIME, -signal.SIGXCPU: Reason.TIME,
             -signal.SIGKILL: Reason.MEMORY}
    if status in known:
        return known[status]
    # Libraries that get no memory abort or fail to load; these words are in their messages.
    return Reason.MEMORY if any(sign in words for sign in _SIGNS_OF_NO_MEMORY) else Reason.BROKEN


def _last_line(words: bytes) -> str:
    lines = words.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else ""
