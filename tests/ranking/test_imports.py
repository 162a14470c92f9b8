"""What a small process must not carry."""

import subprocess
import sys


def test_neither_the_pages_nor_the_worker_load_scipy_before_it_is_needed() -> None:
    loaded = "import sys, nominations.app, nominations.worker, nominations.cli; print('scipy' in sys.modules)"
    process = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert process.stdout.strip() == "False"
