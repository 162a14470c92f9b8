"""Files that are sent: read into the store's incoming folder and inspected before anything is decided about them."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO

from nominations.attachments.rules import RefusedFile
from nominations.core.settings import Settings
from nominations.editions.rules.form import AttachmentKind
from nominations.files.adapters import inspection
from nominations.files.adapters.bad_file import BadFile
from nominations.files.adapters.file_names import clean_name
from nominations.files.adapters.inspection import Inspected
from nominations.files.adapters.store import Files, Stored


@dataclass(frozen=True, slots=True)
class ReceivedUpload:
    """A file that arrived complete and passed inspection."""

    name: str
    stored: Stored
    inspected: Inspected


@contextmanager
def receive_files(
    sent: Sequence[tuple[str, IO[bytes]]], kind: AttachmentKind, store: Files, settings: Settings
) -> Iterator[tuple[list[ReceivedUpload], list[RefusedFile]]]:
    """Read files to their end and inspect each. They are deleted after the block, unless a step stored them.

    This is slow, so no transaction may be open.
    """
    arrived: list[ReceivedUpload] = []
    refused: list[RefusedFile] = []
    with ExitStack() as stack:
        for given_name, stream in sent:
            name = clean_name(given_name)
            try:
                stored = stack.enter_context(store.take_in(stream, kind.max_bytes))
                inspected = inspection.inspect(stored.path, name, kind.formats, settings)
            except BadFile as bad:
                refused.append(RefusedFile(name, bad.code.value, {**bad.params, "formats": kind.formats}))
                continue
            arrived.append(ReceivedUpload(inspection.usual_name(name, inspected.format), stored, inspected))
        yield arrived, refused
