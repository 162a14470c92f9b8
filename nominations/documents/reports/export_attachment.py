"""Opens released files for a document or package: only the content that its reader may know."""

from collections.abc import Iterator

from nominations.core.settings import Settings
from nominations.files.adapters.store import files
from nominations.files.adapters.thumbnails import PICTURES, load_bare_copy, load_nameless_copy


def open_content(sha256: str, media_type: str, settings: Settings, *, no_names: bool = False) -> Iterator[bytes]:
    """The content of a file that the scanner released, for people other than its owner: pictures without metadata.

    With `no_names` every format without properties, for readers who may not know the owner. Raises `BadFile` where the
    copy cannot be made and `FileNotFoundError` where the file is missing, before the first piece.
    """
    if no_names:
        return iter([load_nameless_copy(sha256, media_type, settings)])
    if media_type in PICTURES:
        return iter([load_bare_copy(sha256, settings)])
    return files(settings).open(sha256)
