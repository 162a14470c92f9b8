"""Takes each guard of `tests.guard_table` out of a copy of the product, and runs the test that must notice.

`python -m tests.guards` ends with status 1 if a guard survives, that is if its test passes without it, or if a test
fails with all guards in place. `--table` prints the table for docs/developer.md instead.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from xml.etree import ElementTree

from tests.guard_table import GUARDS, Guard

ROOT = Path(__file__).parent.parent
# A test that takes longer has not failed, whatever it waits for.
TIMEOUT_SECONDS = 300
_FAILED = 1  # pytest's exit status for failed tests; others say that it could not run them


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one guard: whether its test noticed, and how the test ended."""

    guard: Guard
    is_killed: bool
    end: str
    seconds: float

    def __str__(self) -> str:
        verdict = f"killed by {self.guard.test}" if self.is_killed else f"SURVIVED {self.guard.test}: {self.end}"
        return f"{self.guard.name}: {verdict} ({self.seconds:.1f} s)"


def without(guard: Guard, root: Path = ROOT) -> str:
    """The source of the guard's file without the guard. Raises `ValueError` unless its text is there exactly once."""
    source = (root / guard.path).read_text("utf-8")
    if (times := source.count(guard.text)) != 1:
        raise ValueError(f"{guard.name}: {guard.path} holds {guard.text!r} {times} times, not once.")
    return source.replace(guard.text, guard.instead)


def table() -> str:
    """The guards as a table in Markdown."""
    lines = [f"| {guard.name} | `{guard.path}` | `{guard.test}` |" for guard in GUARDS]
    return "\n".join(["| guard | where | test that fails without it |", "| --- | --- | --- |", *lines])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.guards", description=__doc__)
    parser.add_argument("-j", "--jobs", type=int, default=2, help="how many guards at once")
    parser.add_argument("--table", action="store_true", help="print the table for docs/developer.md and end")
    parser.add_argument("names", nargs="*", help="only the guards whose names hold one of these words")
    asked = parser.parse_args(arguments)
    if asked.table:
        print(table())
        return 0
    chosen = [guard for guard in GUARDS if not asked.names or any(word in guard.name for word in asked.names)]
    if not chosen:
        parser.error("No guard has such a name.")
    for guard in chosen:
        without(guard)
    began = time.monotonic()
    with _copies(asked.jobs) as folders:
        if not _all_pass(chosen, folders[0], asked.jobs):
            return 1
        survived = [outcome for outcome in _outcomes(chosen, folders) if not outcome.is_killed]
    print(f"{len(chosen)} guards, {len(survived)} survived, {time.monotonic() - began:.0f} s.")
    for outcome in survived:
        print(outcome)
    return 1 if survived else 0


@contextmanager
def _copies(count: int) -> Iterator[list[Path]]:
    """So many copies of the tree, compiled. Python checks what it compiled by the hash of the source: a guard is
    taken out and put back within one tick of the file system's clock."""
    with tempfile.TemporaryDirectory(prefix="guards-") as folder:
        first = Path(folder) / "0"
        _copy_tree(first)
        subprocess.run(
            [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "nominations"],
            cwd=first, check=True,
        )
        others = [Path(shutil.copytree(first, Path(folder) / str(number))) for number in range(1, count)]
        yield [first, *others]


def _copy_tree(target: Path) -> None:
    """What git knows or would add, and the compiled catalogues."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True,
        check=True,
    ).stdout.decode()
    names = [name for name in listed.split("\0") if name]
    names += [f"{name[:-3]}.mo" for name in names if name.endswith(".po")]
    for name in names:
        if (source := ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


def _all_pass(guards: Sequence[Guard], folder: Path, jobs: int) -> bool:
    """Whether each test passes while all guards are in place; one that is skipped would notice nothing."""
    for database in sorted({guard.database for guard in guards}):
        tests = list(dict.fromkeys(guard.test for guard in guards if guard.database == database))
        more = ("-n", str(jobs), "--dist", "loadfile") if jobs > 1 and len(tests) > 1 else ()
        began = time.monotonic()
        run = _pytest(tests, folder, database, TIMEOUT_SECONDS * len(tests), *more)
        print(f"{len(tests)} tests with all guards in place, {database}: {run.counts} "
              f"({time.monotonic() - began:.1f} s)", flush=True)
        if run.status != 0 or "skipped" in run.counts:
            print(run.printed)
            return False
    return True


def _outcomes(guards: Sequence[Guard], folders: Sequence[Path]) -> Iterator[Outcome]:
    """Each guard's outcome, printed as it comes."""
    free: SimpleQueue[Path] = SimpleQueue()
    for folder in folders:
        free.put(folder)

    def tried(guard: Guard) -> Outcome:
        folder = free.get()
        try:
            return _try_without(guard, folder)
        finally:
            free.put(folder)

    with ThreadPoolExecutor(len(folders)) as pool:
        for outcome in pool.map(tried, guards):
            print(outcome, flush=True)
            yield outcome


def _try_without(guard: Guard, folder: Path) -> Outcome:
    path, began = folder / guard.path, time.monotonic()
    source = path.read_text("utf-8")
    path.write_text(without(guard, folder), "utf-8")
    try:
        run = _pytest([guard.test], folder, guard.database, TIMEOUT_SECONDS, "-x")
    finally:
        path.write_text(source, "utf-8")
    is_killed = run.status == _FAILED and "failed" in run.counts
    return Outcome(guard, is_killed, run.counts, time.monotonic() - began)


@dataclass(frozen=True, slots=True)
class Run:
    """How pytest ended: its exit status, None where it was ended for time, the tests by how they ended, its words."""

    status: int | None
    counts: str
    printed: str


def _pytest(tests: Sequence[str], folder: Path, database: str, timeout: float, *more: str) -> Run:
    report = folder / "report.xml"
    report.unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *more, *tests],
        cwd=folder, env={**os.environ, "NOMINATIONS_TEST_DATABASE": database}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )
    try:
        printed, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Run(None, f"no end after {timeout:.0f} seconds", "")
    return Run(process.returncode, _counts(report), printed)


def _counts(report: Path) -> str:
    """`1 failed, 3 passed`: failed in themselves, or ended by an error around them."""
    if not report.exists():
        return "no test was run"
    ends = Counter(_end(case) for case in ElementTree.parse(report).iter("testcase"))
    return ", ".join(f"{ends[end]} {end}" for end in sorted(ends)) or "no test was run"


def _end(case: ElementTree.Element) -> str:
    tags = {child.tag for child in case}
    return next((word for tag, word in _ENDS.items() if tag in tags), "passed")


_ENDS = {"failure": "failed", "error": "in error", "skipped": "skipped"}


if __name__ == "__main__":
    sys.exit(main())
