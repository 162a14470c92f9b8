"""Why an uploaded file is refused: a code with its parameters, which the pages turn into a message."""

from enum import StrEnum


class Fault(StrEnum):
    """What can be wrong with a file; the parameters of each fault are in brackets."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # (limit: bytes)
    UNKNOWN_KIND = "unknown_kind"  # the content is of no format that the award accepts anywhere
    NOT_ACCEPTED = "not_accepted"  # (media_type) a known format that is not accepted here
    WRONG_EXTENSION = "wrong_extension"  # (extension, media_type) the extension does not match the content
    ENCRYPTED = "encrypted"  # opens with a password only
    DYNAMIC_FORM = "dynamic_form"  # a form that one program alone can show
    PORTFOLIO = "portfolio"  # a cover with embedded files that readers do not see
    BLANK = "blank"  # every page is empty
    IPHONE_PICTURE = "iphone_picture"  # HEIC
    BROKEN = "broken"  # truncated, damaged or unreadable
    MIXED = "mixed"  # two formats in one file
    TOO_MANY_PAGES = "too_many_pages"  # (pages, limit)
    TOO_MANY_PIXELS = "too_many_pixels"  # (width, height, limit)
    TOO_MUCH_INSIDE = "too_much_inside"  # an archive with too many entries or too much content
    HAS_MACROS = "has_macros"
    TOO_HARD = "too_hard"  # inspecting it takes more time or memory than the limits allow


class BadFile(ValueError):
    """The file is refused; nothing of it is kept."""

    def __init__(self, code: Fault, **params: int | str) -> None:
        super().__init__(code.value)
        self.code = code
        self.params = params
