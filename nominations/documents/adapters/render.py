"""Renders documents in a child process with limits: a document that exceeds them ends only its child (decision 26)."""

import atexit
import logging
import sys

from nominations.core.adapters import sandbox
from nominations.core.adapters.sandbox import MEGABYTE, ChildFailed, Limits, Reason
from nominations.documents.adapters import pdf_worker_pool

__all__ = ["MEGABYTE", "VOLUME", "Limits", "Reason", "RenderingFailed", "render_pdf"]

POOL = pdf_worker_pool.PdfWorkerPool()
atexit.register(POOL.close)
_SMALLEST = 64 * MEGABYTE  # what the smallest document needs besides the libraries
VOLUME = Limits(memory=3072 * MEGABYTE, cpu_seconds=900, wall_seconds=1800)
_log = logging.getLogger(__name__)


class RenderingFailed(ChildFailed):
    """The document was not made; nothing else is affected."""


def render_pdf(html: str, variant: str = "pdf/ua-1", limits: Limits | None = None) -> bytes:
    """The document as PDF, made by a child process within `limits`. Raises `RenderingFailed`."""
    # A lone surrogate cannot be encoded; it is refused at input, and shown as "?" if it came another way.
    content = html.encode("utf-8", "replace")
    try:
        return POOL.run({"variant": variant}, content, limits or Limits(), RenderingFailed)
    except pdf_worker_pool.PoolUnavailable as error:
        _log.warning("press.away", extra={"ids": {"reason": str(error)}})
        return sandbox.run_child(__name__, [variant], content, limits or Limits(), RenderingFailed)


def answer(variant: str, memory: int, cpu_seconds: int) -> int:
    """Run in the child: render HTML from standard input to standard output, and return the exit status."""
    sandbox.limit_process(memory, cpu_seconds)
    from nominations.documents.adapters.pdf import RefusedFetch, to_pdf

    try:
        sandbox.require_memory(_SMALLEST)
        pdf = to_pdf(sys.stdin.buffer.read().decode("utf-8"), variant)
    except RefusedFetch as error:
        return sandbox.report_failure(sandbox.REFUSED, str(error))
    except MemoryError:
        return sandbox.report_failure(sandbox.OUT_OF_MEMORY, "There was not enough memory.")
    except RecursionError:
        return sandbox.report_failure(sandbox.TOO_DEEP, "The document is nested too deeply.")
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(answer(sys.argv[3], int(sys.argv[1]), int(sys.argv[2])))
