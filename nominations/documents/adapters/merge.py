"""Binding papers into one PDF with bookmarks, by a child with limits: a hostile attachment ends the child alone."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from nominations.core.adapters import sandbox
from nominations.core.language import direction
from nominations.documents.adapters.render import VOLUME, Limits, Reason, RenderingFailed


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


def bind_volume(
    leaves: Sequence[Leaf], target: Path, *, title: str, language: str, stamp: Path | None = None,
    limits: Limits = VOLUME,
) -> None:
    """Write the volume of `leaves` to `target`; the page of `stamp` lies over each page. Raises `Unbindable`."""
    task = {
        "leaves": [asdict(leaf) for leaf in leaves], "target": str(target), "title": title, "language": language,
        "rtl": direction(language) == "rtl", "stamp": str(stamp) if stamp else "",
    }
    try:
        sandbox.run_child(
            "nominations.documents.adapters.merge_pdf", (), json.dumps(task).encode(), limits, RenderingFailed
        )
    except RenderingFailed as error:
        raise Unbindable(error.reason, error.detail, _to_blame(error.words, len(leaves))) from None


def _to_blame(words: bytes | None, leaves: int) -> int | None:
    """The child says a full stop for each leaf that it has read: the next one ended it, if there is one."""
    if words is None:
        return None
    read = len(words) - len(words.lstrip(b"."))
    return read if read < leaves else None
