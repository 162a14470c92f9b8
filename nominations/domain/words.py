"""Text in several languages, and how its words are counted."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

FALLBACK = "en"
JOINERS = frozenset("-'.,\u2010\u2011\u2019")


@dataclass(frozen=True, slots=True)
class Words:
    """One text in each language of the edition."""

    texts: Mapping[str, str]

    def in_(self, language: str) -> str:
        """The text in `language`, else in English, else in whichever comes first."""
        if language in self.texts:
            return self.texts[language]
        return self.texts.get(FALLBACK) or next(iter(self.texts.values()), "")

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.texts.items())))


NOTHING = Words({})


@lru_cache(maxsize=8192)
def _in_words(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def count_words(text: str) -> int:
    """Runs of letters (U+02BC is one), marks or digits; one joiner between two of them does not part a word.

    The browser counts by the same rule (`\\p{L}`, `\\p{M}`, `\\p{N}`); both are held by tests/domain/word_vectors.json.
    """
    count, inside, joined = 0, False, False
    for character in text:
        if _in_words(character):
            count += not (inside or joined)
            inside, joined = True, False
        else:
            joined = inside and character in JOINERS
            inside = False
    return count
