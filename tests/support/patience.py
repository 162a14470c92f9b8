"""Waiting for another process: no test asserts how long something takes, but none waits for ever."""

import time
from collections.abc import Callable

# Far more than anything takes, also on a machine that does much else.
PATIENCE_SECONDS = 120


def wait_until(happened: Callable[[], object], why: Callable[[], str] = lambda: "", pause: float = 0.02) -> None:
    """Return once `happened` is true; `why` says what is the matter where it never is."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"It never happened. {why()}")
        time.sleep(pause)
