"""Binds documents into one PDF with bookmarks, in a child process with limits that a hostile file cannot get around."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from nominations.core.adapters import sandbox
from nominations.core.language import direction
from nominations.documents.adapters.render import VOLUME, Limits, Reason, RenderingFailed


@dataclass(frozen=True, slots=True)
class Leaf:
    """A document or picture on disk with the title and level of its bookmark (0: at the top). `own` marks documents
    that the application made itself.

    A leaf that is not `needed` is left out where it cannot be read; otherwise the volume is not made.
    """

    title: str
    path: str
    level: int = 0
    own: bool = False
    picture: bool = False
    needed: bool = True


class Unbindable(RenderingFailed):
    """The volume was not made; `leaf` is the index of the leaf that could not be read, None for another reason."""

    def __init__(self, reason: Reason, detail: str, leaf: int | None = None) -> None:
        super().__init__(reason, detail)
        self.leaf = leaf


def bind_volume(
    leaves: Sequence[Leaf], target: Path, *, title: str, language: str, stamp: Path | None = None,
    limits: Limits = VOLUME,
) -> None:
    """Write the volume of `leaves` to `target`, with the page of `stamp` over each page. Raises `Unbindable`."""
    task = {
        "leaves": [asdict(leaf) for leaf in leaves], "target": str(target), "title": title, "language": language,
        "rtl": direction(language) == "rtl", "stamp": str(stamp) if stamp else "",
    }
    try:
        sandbox.run_child(
            "nominations.documents.adapters.merge_pdf", (), json.dumps(task).encode(), limits, RenderingFailed
        )
    except RenderingFailed as error:
        raise Unbindable(error.reason, error.detail, _find_failed_leaf(error.words, len(leaves))) from None


def _find_failed_leaf(error_output: bytes | None, leaves: int) -> int | None:
    """The index of the leaf at which the child failed: it writes a full stop for each leaf that it has read."""
    if error_output is None:
        return None
    read_count = len(error_output) - len(error_output.lstrip(b"."))
    return read_count if read_count < leaves else None
