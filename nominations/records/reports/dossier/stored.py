"""Reads the files of a dossier from the store: only those the scanner released, pictures without their metadata."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress

from nominations.core.settings import Settings
from nominations.documents.reports import export_attachment
from nominations.files.adapters.bad_file import BadFile
from nominations.files.adapters.store import files
from nominations.records.queries.dossier_pieces import Piece


def read_content(piece: Piece, settings: Settings) -> Iterator[bytes]:
    """The bytes of a file as people other than its owner get them; none where it is not released."""
    if piece.is_ready:
        with suppress(BadFile):
            yield from export_attachment.open_content(piece.sha256, piece.media_type, settings)


def open_local(piece: Piece, settings: Settings, stack: ExitStack) -> str | None:
    """A path at which the file can be read until `stack` closes; None where it is not released or missing."""
    if not piece.is_ready:
        return None
    with suppress(FileNotFoundError):
        return str(stack.enter_context(files(settings).local(piece.sha256)))
    return None
