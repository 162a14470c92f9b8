"""Released files out of the store as they leave in a paper or a package: never more than their reader may know."""

from collections.abc import Iterator

from nominations.core.settings import Settings
from nominations.files.adapters.store import files
from nominations.files.adapters.thumbnails import PICTURES, load_bare_copy, load_nameless_copy


def open_content(sha256: str, media_type: str, settings: Settings, *, no_names: bool = False) -> Iterator[bytes]:
    """A file that the scanner released, for others than its owner: pictures without what their camera knew.

    With `no_names` everything without its properties: for who may not know whose it is. Raises `BadFile` where that
    cannot be made and `FileNotFoundError` where it is gone, before anything is given.
    """
    if no_names:
        return iter([load_nameless_copy(sha256, media_type, settings)])
    if media_type in PICTURES:
        return iter([load_bare_copy(sha256, settings)])
    return files(settings).open(sha256)
