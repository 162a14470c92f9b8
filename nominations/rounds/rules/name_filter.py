"""Strikes names, and ways to reach people, out of the texts of one nomination, and tells which stood where.

Officers add phrases of their own, and lift what was struck out without need.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

STRUCK = "[…]"
CONTACT_TEXT = re.compile(
    r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>(),;]+"  # a mail address
    r"|(?:https?://|www\.)[^\s<>()]+"
    r"|(?:\+|00)\d[\d\s().-]{6,}\d"  # a telephone number as it is dialled from abroad
    r"|-?\d{1,3}\.\d{3,}°?\s*[NS]?\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}",  # a place on the map, to a street or closer
    re.IGNORECASE,
)
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_MARKS = re.compile(r"[\u064b-\u0652\u0670\u0640]")  # vowel signs, and the stroke that lengthens a word
_MAY_BE_MARKED = r"[\u064b-\u0652\u0670\u0640]*"
_ALIKE = ("اأإآٱ", "يى")
_ARTICLE, _SON = "ال", ("بن", "ابن")
# What hangs on the beginning of an Arabic word: and, so, by, for, like, the.
_PREFIX = "(?:[وف]?[بلك]?(?:ال|لل)?)?"


def fold(phrase: str) -> str:
    """A phrase as it is compared: without case, and with one space between words."""
    return " ".join(phrase.split()).casefold()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `hides` is the phrase that it was struck out for, empty where it stays."""

    text: str
    hides: str = ""


class NameFilter:
    """Strikes the same phrases out of every text of one nomination; `lifted` phrases stay."""

    def __init__(self, phrases: Collection[str], *, lifted: Collection[str] = ()) -> None:
        self._lifted = {fold(phrase) for phrase in lifted}
        by_fold = {fold(phrase): phrase for phrase in phrases if fold(phrase) not in self._lifted | {""}}
        # The longest first: a whole name before a word of it.
        self._phrases = sorted(by_fold.values(), key=lambda phrase: (-len(phrase), phrase))
        words = "|".join(f"({_pattern(phrase)})" for phrase in self._phrases)
        self._names = re.compile(words, re.IGNORECASE) if words else None

    def pieces(self, text: str) -> Iterator[Piece]:
        """The text in parts: what stays, and what is struck out with the phrase it is struck out for."""
        at = 0
        for match in CONTACT_TEXT.finditer(text):
            yield from self._pieces_of_names(text[at:match.start()])
            is_lifted = fold(match.group()) in self._lifted
            yield Piece(match.group(), "" if is_lifted else " ".join(match.group().split()))
            at = match.end()
        yield from self._pieces_of_names(text[at:])

    def _pieces_of_names(self, text: str) -> Iterator[Piece]:
        at = 0
        for match in self._names.finditer(text) if self._names else ():
            yield Piece(text[at:match.start()])
            yield Piece(match.group(), self._phrases[(match.lastindex or 1) - 1])
            at = match.end()
        yield Piece(text[at:])

    def text(self, text: str) -> str:
        """The text without the names and without ways to reach anybody."""
        return "".join(STRUCK if piece.hides else piece.text for piece in self.pieces(text))

    def anything(self, value: Any) -> Any:
        """The same for everything in an answer."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.anything(item) for item in value]
        if isinstance(value, Mapping):
            return {key: self.anything(item) for key, item in value.items()}
        return value


def _pattern(name: str) -> str:
    if _ARABIC.search(name):
        return _arabic_pattern(name.split())
    spelled = r"\s+".join(re.escape(word) for word in name.split())
    # A Latin name in an Arabic text takes the letters before it, and an English one an s behind it.
    return rf"(?:(?<!\w)|(?<=[\u0600-\u06ff])){spelled}(?!\w)"


def _arabic_pattern(words: list[str]) -> str:
    """Whatever hangs on its beginning, with or without vowel signs, and with each way to write an alif."""
    first, *others = words
    if first.startswith(_ARTICLE) and len(first) > len(_ARTICLE):
        # With its article a name is a name; without it, it may be a trade: الحداد and حداد.
        beginning = f"(?:[وف]?[بك]?[اٱ]ل|[وف]?لل){_MAY_BE_MARKED}{_arabic_word(first[len(_ARTICLE):])}"
    else:
        beginning = _PREFIX + _arabic_word(first)
    return r"(?<!\w)" + r"\s+".join([beginning, *map(_arabic_word, others)]) + r"(?!\w)"


def _arabic_word(word: str) -> str:
    if word in _SON:
        return "[اٱ]?بن"
    letters = (
        next((f"[{alike}]" for alike in _ALIKE if letter in alike), re.escape(letter))
        for letter in _MARKS.sub("", word)
    )
    return "".join(letter + _MAY_BE_MARKED for letter in letters)
