"""What people typed, made ready for paper: paragraphs, the direction of each, and words too long for a line."""

import re
import unicodedata
from itertools import pairwise

LONGEST_RUN = 24  # letters without a place to break a line
ENDLESS = 100  # letters from which on a run is no word or address any more
# Letters of an endless run: WeasyPrint sets the whole rest again for each line of a narrow column that has no second
# place to break soon after the first.
ENDLESS_STEP = 8
MOST_MARKS = 8  # combining marks on one letter; more would run over the lines above

_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_ZERO_WIDTH_SPACE = "\u200b"


def direction(text: str) -> str:
    """`rtl` or `ltr`, by the first letter that has a direction; `ltr` when none has."""
    return next((_STRONG[kind] for mark in text if (kind := unicodedata.bidirectional(mark)) in _STRONG), "ltr")


def paragraphs(text: str) -> list[str]:
    """The lines of `text` that hold something, each ready to be set."""
    return [break_words(line) for line in text.splitlines() if line.strip()]


def break_words(text: str, longest: int = LONGEST_RUN) -> str:
    """`text` with places to break inside endless words and without endless piles of combining marks.

    `longest` is how many letters may stand without such a place: fewer in the heads of many columns.
    """
    return re.sub(rf"\S{{{longest + 1},}}", lambda run: _break_run(run[0], longest), _limit_marks(text))


def _break_run(run: str, longest: int) -> str:
    """A run with places to break; never before a combining mark, which would lose its letter."""
    letters = [at for at, mark in enumerate(run) if not unicodedata.combining(mark)]
    step = longest if len(letters) < ENDLESS else ENDLESS_STEP
    cuts = [0, *letters[step::step], len(run)]
    return _ZERO_WIDTH_SPACE.join(run[begin:end] for begin, end in pairwise(cuts))


def _limit_marks(text: str) -> str:
    if not any(map(unicodedata.combining, text)):
        return text
    marks, pile = [], 0
    for mark in text:
        pile = pile + 1 if unicodedata.combining(mark) else 0
        if pile <= MOST_MARKS:
            marks.append(mark)
    return "".join(marks)
