"""A filled-in form as it was sent: opened by a child with limits, so that a hostile file can hurt nothing else."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from nominations.adapters import look_into_form
from nominations.settings import Settings

_CHILD = Path(look_into_form.__file__)
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Sent:
    """What could be read: the fields that hold something, the document's properties, and what is the matter with it."""

    fields: Mapping[str, str]
    properties: Mapping[str, str]
    encrypted: bool = False
    damaged: bool = False
    is_pdf: bool = True


def look(path: Path, settings: Settings) -> Sent:
    """What the file at `path` holds; a file that is no PDF or kills its reader holds nothing, and says so."""
    with path.open("rb") as file:
        beginning = file.read(1024)
    if b"%PDF-" not in beginning:
        return Sent({}, {}, is_pdf=False)
    question = {"path": str(path), "memory_mb": settings.inspection_memory_mb, "seconds": settings.inspection_seconds}
    with _AT_ONCE:
        try:
            # No environment is inherited: what is opened may be hostile, and secrets live there.
            done = subprocess.run(
                [sys.executable, "-I", str(_CHILD), json.dumps(question)], env={"LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL, capture_output=True, timeout=settings.inspection_seconds, check=False,
            )
        except subprocess.TimeoutExpired:
            return Sent({}, {}, damaged=True)
    if done.returncode != 0:
        return Sent({}, {}, damaged=True)
    return Sent(**json.loads(done.stdout))
