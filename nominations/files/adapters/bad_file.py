"""Why an uploaded file is refused: a code with its numbers, which the pages turn into a sentence."""

from enum import StrEnum


class Fault(StrEnum):
    """What can be wrong with a file; in brackets the parameters that come with it."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # (limit: bytes)
    UNKNOWN_KIND = "unknown_kind"  # nothing we accept, by its content
    NOT_ACCEPTED = "not_accepted"  # (media_type) known, but not asked for here
    WRONG_EXTENSION = "wrong_extension"  # (extension, media_type) the name says something else
    ENCRYPTED = "encrypted"
    BROKEN = "broken"  # truncated, damaged, or not readable within bounds
    MIXED = "mixed"  # two kinds of file in one
    TOO_MANY_PAGES = "too_many_pages"  # (pages, limit)
    TOO_MANY_PIXELS = "too_many_pixels"  # (width, height, limit)
    TOO_MUCH_INSIDE = "too_much_inside"  # an archive that unpacks to far more than it is
    HAS_MACROS = "has_macros"
    TOO_HARD = "too_hard"  # needed more time or memory than one file may


class BadFile(ValueError):
    """The file is refused; nothing of it is kept."""

    def __init__(self, code: Fault, **params: int | str) -> None:
        super().__init__(code.value)
        self.code = code
        self.params = params
