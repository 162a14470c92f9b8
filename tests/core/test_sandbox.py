"""A child takes its limits upon itself: of memory and of processor time."""

import signal
import subprocess
import sys

from nominations.core.adapters.sandbox import MEGABYTE, environment

LIMITED = f"from nominations.core.adapters.sandbox import limit_process; limit_process({300 * MEGABYTE}, 1); "


def child(code: str) -> subprocess.CompletedProcess[str]:
    """A child that limits itself, then does this; it is not waited for without end."""
    return subprocess.run(
        [sys.executable, "-c", LIMITED + code], env=environment(), capture_output=True, text=True, timeout=60
    )


def test_more_memory_than_its_limit_is_refused_to_a_child():
    ended = child(f"bytearray({200 * MEGABYTE}); bytearray({400 * MEGABYTE})")

    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (1, "MemoryError")
    assert child(f"bytearray({200 * MEGABYTE})").returncode == 0


def test_a_child_that_never_ends_is_ended_for_its_processor_time():
    code = "from time import process_time\nwhile process_time() < 3: pass"

    assert child(code).returncode == -signal.SIGXCPU
