"""Prepares typed texts for print: paragraphs, the direction of each, and breaks in words too long for a line."""

import re
import unicodedata
from itertools import pairwise

LONGEST_RUN = 24  # letters without an opportunity to break the line
ENDLESS = 100  # letters; a longer run is no word or address
# Letters between the breaks of an endless run: in a narrow column WeasyPrint lays out the whole rest again for each
# line that has no second opportunity to break soon after the first.
ENDLESS_STEP = 8
MOST_MARKS = 8  # combining marks on one letter; more would run over the lines above

_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_ZERO_WIDTH_SPACE = "\u200b"


def direction(text: str) -> str:
    """`rtl` or `ltr`, by the first letter that has a direction; `ltr` when none has."""
    return next((_STRONG[kind] for mark in text if (kind := unicodedata.bidirectional(mark)) in _STRONG), "ltr")


def paragraphs(text: str) -> list[str]:
    """The lines of `text` that are not blank, each with opportunities to break."""
    return [break_words(line) for line in text.splitlines() if line.strip()]


def break_words(text: str, longest: int = LONGEST_RUN) -> str:
    """`text` with opportunities to break inside long words, and with a limited number of combining marks on a letter.

    `longest` is the number of letters without such an opportunity: fewer in the headings of tables with many columns.
    """
    return re.sub(rf"\S{{{longest + 1},}}", lambda run: _break_run(run[0], longest), _limit_marks(text))


def _break_run(run: str, longest: int) -> str:
    """A run with opportunities to break, never between a letter and its combining marks."""
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
