"""Rendering in a child with limits of memory, processor time and patience: only the child dies (decision 26)."""

import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MEGABYTE = 1_048_576
# What the child says by its exit status; other statuses and signals are read in `_reason`.
_REFUSED, _OUT_OF_MEMORY, _TOO_DEEP = 71, 72, 73
_SIGNS_OF_NO_MEMORY = (b"MemoryError", b"failed to allocate", b"failed to map segment", b"annot allocate memory")
# Fontconfig and the C library need these; secrets of the application stay here.
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME")


class Reason(StrEnum):
    """Why a rendering came to nothing."""

    TIME = "time"
    MEMORY = "memory"
    REFUSED = "refused"
    NESTING = "nesting"
    BROKEN = "broken"


class RenderingFailed(Exception):
    """The document was not made; everything else goes on."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"The document could not be made ({reason}). {detail}".strip())
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """What one rendering may use: address space in bytes, seconds of processor, seconds of waiting."""

    memory: int = 1536 * MEGABYTE
    cpu_seconds: int = 120
    wall_seconds: float = 240


VOLUME = Limits(memory=3072 * MEGABYTE, cpu_seconds=900, wall_seconds=1800)


def render_pdf(html: str, variant: str = "pdf/ua-1", limits: Limits | None = None) -> bytes:
    """The document as PDF, made by a child that may not outgrow `limits`; raises `RenderingFailed`."""
    limits = limits or Limits()
    command = [sys.executable, "-m", __name__, variant, str(limits.memory), str(limits.cpu_seconds)]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(),
        start_new_session=True,
    )
    with child:
        try:
            # A lone surrogate cannot be encoded; it is refused at input, and shown as "?" if it came another way.
            pdf, words = child.communicate(html.encode("utf-8", "replace"), timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            raise RenderingFailed(Reason.TIME, f"It took more than {limits.wall_seconds:g} seconds.") from None
        finally:
            if child.poll() is None:
                child.kill()
    if child.returncode != 0:
        raise RenderingFailed(_reason(child.returncode, words), _last_line(words))
    return pdf


def _environment() -> dict[str, str]:
    package = Path(__file__).parent.parent
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "PYTHONPATH": str(package.parent), "LANG": "C.UTF-8", "PYTHONSAFEPATH": "1"}


def _reason(status: int, words: bytes) -> Reason:
    known = {_REFUSED: Reason.REFUSED, _OUT_OF_MEMORY: Reason.MEMORY, _TOO_DEEP: Reason.NESTING,
             -signal.SIGXCPU: Reason.TIME, -signal.SIGKILL: Reason.MEMORY}
    if status in known:
        return known[status]
    # Libraries that get no memory abort or fail to load by themselves; this is how they say it.
    return Reason.MEMORY if any(sign in words for sign in _SIGNS_OF_NO_MEMORY) else Reason.BROKEN


def _last_line(words: bytes) -> str:
    lines = words.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else ""


def _render(variant: str, memory: int, cpu_seconds: int) -> int:
    """The child's whole life: from standard input to standard output, under its limits."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from nominations.adapters.pdf import RefusedFetch, to_pdf

    try:
        pdf = to_pdf(sys.stdin.buffer.read().decode("utf-8"), variant)
    except RefusedFetch as refused:
        return _tell(_REFUSED, str(refused))
    except MemoryError:
        return _tell(_OUT_OF_MEMORY, "There was not enough memory.")
    except RecursionError:
        return _tell(_TOO_DEEP, "The document is nested too deeply.")
    sys.stdout.buffer.write(pdf)
    return 0


def _tell(status: int, sentence: str) -> int:
    sys.stderr.write(sentence)
    return status


if __name__ == "__main__":
    sys.exit(_render(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
