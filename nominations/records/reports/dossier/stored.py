"""Files of a dossier out of the store: only what the scanner released, and pictures without what their camera knew."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress

from nominations.core.settings import Settings
from nominations.documents.reports import export_attachment
from nominations.files.adapters.bad_file import BadFile
from nominations.files.adapters.store import files
from nominations.records.queries.dossier_pieces import Piece


def read_content(piece: Piece, settings: Settings) -> Iterator[bytes]:
    """What others than the owner get of a file; nothing of one that is not released."""
    if piece.is_ready:
        with suppress(BadFile):
            yield from export_attachment.open_content(piece.sha256, piece.media_type, settings)


def on_disk(piece: Piece, settings: Settings, held: ExitStack) -> str | None:
    """Where the file can be read until `held` closes; None for one that is not released or not there."""
    if not piece.is_ready:
        return None
    with suppress(FileNotFoundError):
        return str(held.enter_context(files(settings).local(piece.sha256)))
    return None
