"""Waits for another process, with a limit so that a test never hangs."""

import time
from collections.abc import Callable

# Far more than anything takes, also on a busy machine.
PATIENCE_SECONDS = 120


def wait_until(happened: Callable[[], object], why: Callable[[], str] = lambda: "", pause: float = 0.02) -> None:
    """Return once `happened` is true. Fails with the text of `why` where that takes too long."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"It never happened. {why()}")
        time.sleep(pause)
