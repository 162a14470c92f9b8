"""Reading a filled-in form in a child process with limits, so that a hostile file can harm nothing else."""

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
    """What could be read: fields with a value, properties of the document, and whether it is damaged."""

    fields: Mapping[str, str]
    properties: Mapping[str, str]
    encrypted: bool = False
    damaged: bool = False
    is_pdf: bool = True


def look(path: Path, settings: Settings) -> Sent:
    """The content of the file at `path`; empty and marked for a file that is no PDF or makes the child fail."""
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
