"""A worker ends with the process that started it, whichever of the two is quicker."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
CHILD = """
    import os, sys, time
    from nominations.core.adapters.parent_process import end_with_parent
    end_with_parent({parent})
    print(os.getpid(), flush=True)
    time.sleep(600)
"""
PARENT = """
    import subprocess, sys, time
    child = subprocess.Popen([sys.executable, "-c", {child!r}], start_new_session=True)
    time.sleep(600)
"""


def start(program: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], cwd=HERE, stdout=subprocess.PIPE)


@pytest.mark.parametrize("deadly", [signal.SIGKILL, signal.SIGTERM])
def test_a_parent_that_is_killed_later_takes_its_child_along(deadly):
    with start(PARENT.format(child=textwrap.dedent(CHILD.format(parent="os.getppid()")))) as parent:
        assert parent.stdout.readline()
        parent.send_signal(deadly)

        assert parent.stdout.read() == b""  # the child held the other end, and is gone


def test_a_child_whose_parent_was_gone_before_it_looked_ends_at_once():
    with start(CHILD.format(parent=os.getpid() + 1)) as child:
        assert (child.communicate(timeout=60)[0], child.returncode) == (b"", 0)


def test_a_worker_whose_parent_was_gone_before_it_looked_touches_nothing(tmp_path):
    command = [sys.executable, "-m", "nominations", "worker", "--data", str(tmp_path / "data"), "--parent", "1"]

    assert subprocess.run(command, cwd=HERE, timeout=60, check=False).returncode == 0
    assert not (tmp_path / "data").exists()
