"""A filled-in form as it was sent: opened by a child with limits, so that a hostile file can hurt nothing else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from nominations.core.adapters import sandbox
from nominations.core.adapters.sandbox import MEGABYTE, ChildFailed, Limits
from nominations.core.settings import Settings
from nominations.official_form.adapters import form_child

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
    seconds = settings.inspection_seconds
    limits = Limits(settings.inspection_memory_mb * MEGABYTE, seconds, seconds)
    with _AT_ONCE:
        try:
            return Sent(**json.loads(sandbox.run_child(form_child.__name__, [str(path)], b"", limits, ChildFailed)))
        except ChildFailed:
            return Sent({}, {}, damaged=True)
