"""Which hidden words stand in the text of an attachment, and what of it the program cannot read."""

from dataclasses import dataclass

from nominations.core.settings import Settings
from nominations.files.adapters.bad_file import BadFile
from nominations.files.adapters.thumbnails import load_texts
from nominations.rounds.rules.name_filter import NameFilter


@dataclass(frozen=True, slots=True)
class FileNames:
    """The hidden words of one attachment with the pages they stand on; `unread`: the pages that carry no text.

    `is_unread` where the whole file carries none, as a picture does.
    """

    names: tuple[tuple[str, tuple[int, ...]], ...] = ()
    unread: tuple[int, ...] = ()
    is_unread: bool = False


def find_names(sha256: str, media_type: str, veil: NameFilter, settings: Settings) -> FileNames:
    """Look through one stored file; what cannot be opened counts as not read."""
    try:
        texts = load_texts(sha256, media_type, settings)
    except (BadFile, FileNotFoundError):
        texts = None
    if texts is None:
        return FileNames(is_unread=True)
    pages: dict[str, list[int]] = {}
    for number, text in enumerate(texts, start=1):
        for phrase in dict.fromkeys(piece.hides for piece in veil.pieces(text) if piece.hides):
            pages.setdefault(phrase, []).append(number)
    unread = tuple(number for number, text in enumerate(texts, start=1) if not any(map(str.isalpha, text)))
    names = tuple((phrase, tuple(numbers)) for phrase, numbers in sorted(pages.items()))
    return FileNames(names, unread, len(unread) == len(texts))
