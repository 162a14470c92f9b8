"""The papers and pictures of the demonstration: made ahead by other processes, each looked into once."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from nominations.attachments.services.attachments import ReceivedUpload
from nominations.core.settings import Settings
from nominations.demo.attachments import Attachment, contents
from nominations.demo.papers import Paper
from nominations.demo.pictures.photographs import Picture
from nominations.editions.rules.form import AttachmentKind
from nominations.files.adapters import inspection
from nominations.files.adapters.inspection import Inspected
from nominations.files.adapters.store import Files

Made = Picture | Paper
Maker = Callable[[Iterable[Attachment]], Iterator[tuple[Made, bytes]]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """Something that was made: where it lies until the play is over, and what it proved to be."""

    path: Path
    inspected: Inspected


class Cupboard:
    """Hands out files in the order in which they were promised; what two nominations show is made once."""

    def __init__(
        self, folder: Path, store: Files, settings: Settings, wanted: Iterable[Attachment], maker: Maker = contents
    ) -> None:
        self.store = store
        self._folder = folder
        self._settings = settings
        self._making = maker(wanted)
        self._kept: dict[Made, _Kept] = {}

    @contextmanager
    def arrival(self, file: Attachment, kind: AttachmentKind) -> Iterator[ReceivedUpload]:
        """The file as it arrives by upload, whole and looked into."""
        kept = self._find(file.made)
        with kept.path.open("rb") as stream, self.store.take_in(stream, kind.max_bytes) as stored:
            yield ReceivedUpload(file.filename, stored, kept.inspected)

    def _find(self, wanted: Made) -> _Kept:
        while wanted not in self._kept:
            made, content = next(self._making)
            path = self._folder / f"{len(self._kept)}"
            path.write_bytes(content)
            self._kept[made] = _Kept(path, inspection.inspect_own(path, self._settings))
        return self._kept[wanted]

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        close = getattr(self._making, "close", None)
        if close:
            close()  # its processes end
        for kept in self._kept.values():
            kept.path.unlink(missing_ok=True)
        self._folder.rmdir()
