"""Binding papers into one PDF with bookmarks, by a child with limits: a hostile attachment ends the child alone."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from nominations.adapters.render import VOLUME, Limits, Reason, RenderingFailed
from nominations.language import direction

_CHILD = Path(__file__).with_name("bind_pages.py")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A paper or picture on disk, its bookmark, how deep that stands (0: at the top); `own`: we made it ourselves.

    One that is not `needed` is left out where it cannot be read, instead of ending the volume.
    """

    title: str
    path: str
    level: int = 0
    own: bool = False
    picture: bool = False
    needed: bool = True


class Unbindable(RenderingFailed):
    """The volume was not made; `leaf` is the place of the one that could not be read, None where none is to blame."""

    def __init__(self, reason: Reason, detail: str, leaf: int | None = None) -> None:
        super().__init__(reason, detail)
        self.leaf = leaf


def bind(
    leaves: Sequence[Leaf], target: Path, *, title: str, language: str, stamp: Path | None = None,
    limits: Limits = VOLUME,
) -> None:
    """Write the volume of `leaves` to `target`; the page of `stamp` lies over each page. Raises `Unbindable`.

    The task goes through a file, because names may be longer than a pipe that nobody reads.
    """
    task = {
        "leaves": [asdict(leaf) for leaf in leaves], "target": str(target), "title": title, "language": language,
        "rtl": direction(language) == "rtl", "stamp": str(stamp) if stamp else "", "memory": limits.memory,
        "cpu_seconds": limits.cpu_seconds,
    }
    with tempfile.TemporaryFile() as asked:
        asked.write(json.dumps(task).encode())
        asked.seek(0)
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_CHILD)], stdin=asked, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "")}, timeout=limits.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Unbindable(Reason.TIME, f"It took more than {limits.wall_seconds:g} seconds.") from None
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        # The child says a full stop for each leaf that it has read.
        read = len(done.stderr) - len(done.stderr.lstrip(b"."))
        to_blame = read if read < len(leaves) else None
        raise Unbindable(_reason(done.returncode, done.stderr), words[-1][:300] if words else "", to_blame)


def _reason(status: int, words: bytes) -> Reason:
    if b"MemoryError" in words or status == -9:
        return Reason.MEMORY
    return Reason.TIME if status == -24 else Reason.BROKEN
