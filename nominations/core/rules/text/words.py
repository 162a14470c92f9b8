"""Text in several languages, and how its words are counted."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

FALLBACK = "en"
JOINERS = frozenset("-'.,\u2010\u2011\u2019")


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
    """Maps each character to its part in a word: w within one, - a joiner, a blank between two. Computed once."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        within = unicodedata.category(character)[0] in "LMN"
        shape = "-" if character in JOINERS else "w" if within else " "
        if len(self) < 10_000:
            self[number] = shape
        return shape


_shapes = _Shapes()
_WORD = re.compile("w+(?:-w+)*")


def count_words(text: str) -> int:
    """Runs of letters (U+02BC is one), marks or digits; one joiner between two of them does not end a word.

    The browser counts by the same rule (`\\p{L}`, `\\p{M}`, `\\p{N}`); tests/core/word_vectors.json tests both.
    """
    return len(_WORD.findall(text.translate(_shapes)))
