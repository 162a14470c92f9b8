"""Measures a start: importing the application, the first response, and the memory of all processes at rest."""

import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench import servers
from nominations.core.settings import Settings

# What only the worker or one rare request needs; importing it at the start would be paid by every web process.
HEAVY = ("weasyprint", "scipy", "numpy", "pikepdf", "PIL", "xlsxwriter", "smtplib", "alembic")
_REST_SECONDS = 6.0
_IMPORT = """
import sys, time, json
heavy, met = set(json.loads(sys.argv[1])), {}
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name in heavy and name not in met:
            frame = sys._getframe(1)
            while frame and not frame.f_globals.get("__name__", "").startswith("nominations."):
                frame = frame.f_back
            met[name] = frame.f_globals["__name__"] if frame else "?"
sys.meta_path.insert(0, Watch())
began = time.perf_counter()
import nominations.app
print(json.dumps([time.perf_counter() - began, met]))
"""


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds, who imports what is heavy, and the proportional memory of each process in megabytes."""

    import_seconds: float
    heavy: dict[str, str]
    first_answer_seconds: float
    memory: tuple[tuple[str, float], ...]

    @property
    def megabytes(self) -> float:
        return sum(megabytes for _, megabytes in self.memory)


def measure(settings: Settings) -> Start:
    """The best of three starts; memory a few seconds after the first page was answered."""
    imports = [_time_imports() for _ in range(3)]
    firsts, memory = [], ()
    for _ in range(3):
        with servers.real(settings) as server:
            firsts.append(server.seconds)
            time.sleep(_REST_SECONDS)
            memory = tuple(_memory(server.pid, "starter"))
    return Start(min(seconds for seconds, _ in imports), imports[0][1], min(firsts), memory)


def _time_imports() -> tuple[float, dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, json.dumps(HEAVY)], stdout=subprocess.PIPE, check=True, text=True, timeout=60
    )
    seconds, met = json.loads(done.stdout)
    return seconds, met


def _memory(pid: int, name: str = "") -> list[tuple[str, float]]:
    """The memory of the process and of all its descendants."""
    processes = [(name or _name(pid), _pss(pid))]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    for thread in Path(f"/proc/{pid}/task").iterdir():
        children += (thread / "children").read_text("ascii").split()
    for child in dict.fromkeys(map(int, children)):
        processes += _memory(child)
    return processes


def _pss(pid: int) -> float:
    memory = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    return int(re.search(r"^Pss:\s+(\d+) kB", memory, re.MULTILINE)[1]) / 1024


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text("utf-8").split("\0")
    if "worker" in words:
        return "worker"
    if any("resource_tracker" in word for word in words):
        return "tracker"
    return "web" if "run" in words else "other"
