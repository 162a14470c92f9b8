"""Files of a dossier out of the store: only what the scanner released, and pictures without what their camera knew."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress

from nominations.adapters.bad_file import BadFile
from nominations.adapters.files import files
from nominations.queries.dossier_pieces import Piece
from nominations.reports import given_out
from nominations.settings import Settings


def content(piece: Piece, settings: Settings) -> Iterator[bytes]:
    """What others than the owner get of a file; nothing of one that is not released."""
    if piece.is_ready:
        with suppress(BadFile):
            yield from given_out.content(piece.sha256, piece.media_type, settings)


def on_disk(piece: Piece, settings: Settings, held: ExitStack) -> str | None:
    """Where the file can be read until `held` closes; None for one that is not released or not there."""
    if not piece.is_ready:
        return None
    with suppress(FileNotFoundError):
        return str(held.enter_context(files(settings).local(piece.sha256)))
    return None
