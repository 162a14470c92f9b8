"""Ending with the parent process: a child that outlived it would go on beside the next one."""

import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Have the system send this process SIGTERM when its parent ends; end at once if `parent` is gone already.

    Asked in this order: a parent that ends between the two is noticed by one or the other. Systems other than Linux
    know no such signal; there the look at the parent, which the worker repeats, is all there is.
    """
    ask = getattr(ctypes.CDLL(None), "prctl", None)
    if ask is not None:
        ask(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(0)
