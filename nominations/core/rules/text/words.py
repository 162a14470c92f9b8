"""Text in several languages, and how its words are counted."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

FALLBACK = "en"
# Unicode's White_Space, written out: Python and JavaScript each take something else for a blank as well.
BLANKS = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | set(map(chr, range(0x2000, 0x200B)))
# Blanks that hold the groups of a number together.
GROUPING = frozenset("\xa0\u2007\u2009\u202f")


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One text in each language of the edition."""

    texts: Mapping[str, str]

    def in_(self, language: str) -> str:
        """The text in `language`, else in English, else in whichever comes first."""
        if language in self.texts:
            return self.texts[language]
        return self.texts.get(FALLBACK) or next(iter(self.texts.values()), "")

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.texts.items())))


NOTHING = LocalizedText({})


class _Shapes(dict[int, str]):
    """Maps each character to its part in a text: d a figure, w another letter or mark, a blank, ~ a blank that may
    group figures, - what makes no word by itself. Computed once."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        category = unicodedata.category(character)
        within = "d" if category == "Nd" else "w" if category[0] in "LMN" else "-"
        shape = "~" if character in GROUPING else " " if character in BLANKS else within
        if len(self) < 10_000:
            self[number] = shape
        return shape


_shapes = _Shapes()
_GROUPED = re.compile("d~(?=ddd(?!d))")


def count_words(text: str) -> int:
    """The pieces between blanks that hold a letter, mark or digit, as Word counts them.

    What is invisible, hyphens, apostrophes, commas and slashes of any script belong to the word around them: an address
    is one word, and so is a number whose figures are grouped by a no-break blank. Word also counts a sign that stands
    alone; here it is none, so that a text at Word's limit is never too long. The browser counts by the same rule;
    tests/core/word_vectors.json tests both.
    """
    pieces = _GROUPED.sub("d", text.translate(_shapes)).replace("~", " ").split(" ")
    return sum("w" in piece or "d" in piece for piece in pieces)
