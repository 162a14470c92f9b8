"""The papers and pictures of the demonstration, rendered ahead by other processes and inspected once each."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from nominations.attachments.adapters.received_files import ReceivedUpload
from nominations.core.settings import Settings
from nominations.demo.attachments import Attachment, render_contents
from nominations.demo.papers import Paper
from nominations.demo.pictures.photographs import Picture
from nominations.editions.rules.form import AttachmentKind
from nominations.files.adapters import inspection
from nominations.files.adapters.inspection import Inspected
from nominations.files.adapters.store import Files

Made = Picture | Paper
Maker = Callable[[Iterable[Attachment]], Iterator[tuple[Made, bytes]]]


@dataclass(frozen=True, slots=True)
class _PreparedFile:
    """A rendered file: its path until the demonstration is filled, and the result of its inspection."""

    path: Path
    inspected: Inspected


class PreparedFiles:
    """Gives files in the order of `wanted`; one that two nominations have is rendered once."""

    def __init__(
        self, folder: Path, store: Files, settings: Settings, wanted: Iterable[Attachment],
        maker: Maker = render_contents
    ) -> None:
        self.store = store
        self._folder = folder
        self._settings = settings
        self._making = maker(wanted)
        self._kept: dict[Made, _PreparedFile] = {}

    @contextmanager
    def open_upload(self, file: Attachment, kind: AttachmentKind) -> Iterator[ReceivedUpload]:
        """The file as a received upload, complete and inspected."""
        prepared = self._find(file.made)
        with prepared.path.open("rb") as stream, self.store.take_in(stream, kind.max_bytes) as stored:
            yield ReceivedUpload(file.filename, stored, prepared.inspected)

    def _find(self, wanted: Made) -> _PreparedFile:
        while wanted not in self._kept:
            source, content = next(self._making)
            path = self._folder / f"{len(self._kept)}"
            path.write_bytes(content)
            self._kept[source] = _PreparedFile(path, inspection.inspect_own(path, self._settings))
        return self._kept[wanted]

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        close = getattr(self._making, "close", None)
        if close:
            close()  # ends its processes
        for prepared in self._kept.values():
            prepared.path.unlink(missing_ok=True)
        self._folder.rmdir()
