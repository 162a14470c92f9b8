"""What people typed, made ready for paper: paragraphs, the direction of each, and words too long for a line."""

import re
import unicodedata

LONGEST_RUN = 24  # letters without a place to break a line
MOST_MARKS = 8  # combining marks on one letter; more would run over the lines above

_BREAKABLE = re.compile(rf"(\S{{{LONGEST_RUN}}})(?=\S)")
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_ZERO_WIDTH_SPACE = "\u200b"


def direction(text: str) -> str:
    """`rtl` or `ltr`, by the first letter that has a direction; `ltr` when none has."""
    return next((_STRONG[kind] for mark in text if (kind := unicodedata.bidirectional(mark)) in _STRONG), "ltr")


def paragraphs(text: str) -> list[str]:
    """The lines of `text` that hold something, each ready to be set."""
    return [fold(line) for line in text.splitlines() if line.strip()]


def fold(text: str) -> str:
    """`text` with places to break inside endless words and without endless piles of combining marks."""
    return _BREAKABLE.sub(rf"\1{_ZERO_WIDTH_SPACE}", _lightened(text))


def _lightened(text: str) -> str:
    if not any(map(unicodedata.combining, text)):
        return text
    kept, pile = [], 0
    for mark in text:
        pile = pile + 1 if unicodedata.combining(mark) else 0
        if pile <= MOST_MARKS:
            kept.append(mark)
    return "".join(kept)
