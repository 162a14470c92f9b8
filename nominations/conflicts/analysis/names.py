"""How alike two names are, however they are written: Latin, Arabic and Cyrillic letters, with a similarity in percent.

A word is romanised and reduced to how it sounds; Arabic leaves short vowels out, so a word in Arabic letters is
compared by its consonants alone. Two names are people of the same name when their words pair off, in any order. Whether
they are the same person is for an officer to judge.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Generic, TypeVar

from anyascii import anyascii
from rapidfuzz.distance import Indel, LCSseq, Levenshtein

from nominations.conflicts.analysis.name_words import ALIKE, GENERIC, LITTLE, PARTICLES, TITLES, VARIANTS

Entry = TypeVar("Entry")
THRESHOLD = 85  # percent; from here on an officer is shown both names
_ABJAD = re.compile(r"[\u0590-\u07ff\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_MARKS = "'’‘ʿʾ`ʻʼ"
# Letters that sound different from the plain Latin letter they look like.
_LETTERS = str.maketrans({"ə": "a", "ı": "i", "ş": "sh", "ç": "ch", "ğ": "gh", "š": "sh", "č": "ch", "ž": "zh",
                          "ș": "sh", **dict.fromkeys(_MARKS, "")})
# In a word with one of these letters, c is the j of Jafar and x the kh of Khalid.
_AZERBAIJANI = re.compile(r"[əğışı]")
# Letters that sound alike are replaced by one, in this order, longer groups first.
_SOUNDS = (
    ("shch", "S"), ("tch", "S"), ("dzh", "J"), ("sch", "S"), ("dj", "J"), ("zh", "J"), ("sh", "S"), ("ch", "S"),
    ("kh", "H"), ("gh", "G"), ("ph", "f"), ("th", "s"), ("dh", "z"), ("ck", "k"), ("ou", "u"), ("oo", "u"),
    ("ee", "i"), ("iu", "u"), ("yu", "u"), ("ei", "i"), ("ai", "i"), ("ay", "i"), ("ey", "i"), ("x", "ks"), ("q", "G"),
    ("c", "k"), ("g", "G"), ("j", "J"), ("w", "f"), ("v", "f"), ("p", "b"), ("y", "i"), ("o", "u"), ("e", "a"),
    ("h", "H"),
)
_ROUGH = str.maketrans({"J": "K", "H": "K", "z": "d", "s": "S"})
_VOWELS = "aiu"
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it sounds: `bones` are its consonants, `rough` the classes by which candidates are found."""

    sound: str
    bones: str
    rough: str
    voiced: bool  # written with its vowels
    generic: bool = False
    letters: str = ""  # as it is written in Arabic letters, each as its twin


Name = tuple[Word, ...]


@lru_cache(maxsize=40_000)
def person(text: str) -> Name:
    """The words of somebody's name, without titles, initials and the particles between."""
    words = [word for word in _join_words(_words(text)) if word not in TITLES]
    return tuple(sounding for word in words if len(word) > 1 and (sounding := _word(word)) is not None)


@lru_cache(maxsize=40_000)
def institution(text: str) -> Name:
    """The words of a body's name; what many bodies are called (university, museum) in one language."""
    words = []
    for text_word in _words(re.sub(r"['’]", " ", text)):
        plain = _without_article(text_word)
        if text_word in LITTLE:
            continue
        if known := GENERIC.get(plain) or GENERIC.get(text_word) or GENERIC.get(anyascii(plain).casefold()):
            words.append(Word(known, known, known, True, generic=True))
        elif (sounding := _word(plain)) is not None:
            words.append(sounding)
    return tuple(words)


def people_alike(one: Name, other: Name) -> int:
    """How alike two people's names are, 0 to 100. A single word is too little to be somebody's name."""
    if min(len(one), len(other)) < 2:
        return _score_joined(one, other) if one and other and max(len(one), len(other)) == 2 else 0
    return max(_score_pairs(one, other), _score_joined(one, other))


def bodies_alike(one: Name, other: Name) -> int:
    """How alike two institutions' names are, 0 to 100. Words that many bodies share count half, and never alone."""
    own = [word for word in one if not word.generic], [word for word in other if not word.generic]
    if not one or not other or bool(own[0]) != bool(own[1]):
        return 0
    if not own[0]:  # nothing but common words: the same ones, all of them
        return 100 if sorted(word.sound for word in one) == sorted(word.sound for word in other) and len(one) > 1 else 0
    matched, total = 0.0, 0.0
    left = list(other)
    for word in sorted(one, key=lambda item: (item.generic, item.sound)):
        best = max(left, key=lambda item: _likeness(word, item), default=None)
        weight = 0.5 if word.generic else 1.0
        total += weight
        if best is not None and (like := _likeness(word, best)) >= 0.8:
            matched += 2 * weight * like
            left.remove(best)
    total += sum(0.5 if item.generic else 1.0 for item in other)
    return round(100 * matched / total)


class Shelf(Generic[Entry]):
    """Names indexed by the rough consonants of their words, so that a name is compared with few others."""

    def __init__(self, entries: Iterable[tuple[Entry, Name]]) -> None:
        self._entries: list[tuple[Entry, Name]] = []
        self._by_word: dict[str, list[int]] = {}
        for key, name in entries:
            for rough in _keys(name):
                self._by_word.setdefault(rough, []).append(len(self._entries))
            self._entries.append((key, name))

    def candidates(self, name: Name) -> Iterator[tuple[Entry, Name]]:
        """Every entry that shares the rough consonants of a word, in the order they came."""
        places = {place for rough in _keys(name) for place in self._by_word.get(rough, ())}
        for place in sorted(places):
            yield self._entries[place]


def _keys(name: Name) -> set[str]:
    own = [word for word in name if not word.generic] or list(name)
    return {word.rough for word in own} | {"".join(word.rough for word in own)}


def _score_pairs(one: Name, other: Name) -> int:
    """Each word of the shorter name with its best of the longer; the worst pair weighs most, words left over little."""
    short, long = sorted((one, other), key=len)
    pairs = sorted(
        ((_likeness(a, b), i, j) for (i, a), (j, b) in product(enumerate(short), enumerate(long))), reverse=True
    )
    left_short, left_long, likes = set(range(len(short))), set(range(len(long))), []
    for like, i, j in pairs:
        if i in left_short and j in left_long:
            left_short.remove(i)
            left_long.remove(j)
            likes.append(like)
    mean = sum(likes) / len(likes)
    return round(100 * max(0.0, 0.4 * mean + 0.6 * min(likes) - 0.04 * len(left_long)))


def _score_joined(one: Name, other: Name) -> int:
    """Names whose words are parted elsewhere (Abu Bakr, Abubakar) are compared in one piece."""
    if len(one) == len(other):
        return 0
    whole = [
        Word("".join(word.sound for word in name), "".join(word.bones for word in name), "",
             all(word.voiced for word in name), letters="".join(word.letters for word in name)) for name in (one, other)
    ]
    if min(len(word.bones) for word in whole) < 4 or whole[0].bones != whole[1].bones:
        return 0
    return round(50 * (1 + _likeness(*whole)))


@lru_cache(maxsize=200_000)
def _likeness(one: Word, other: Word) -> float:
    """Two words, 0 to 1. Written alike, every letter counts; across scripts, what Arabic letters say must be there."""
    if one.generic or other.generic:
        return float(one.sound == other.sound)
    if one.letters and other.letters:  # what the sound leaves out tells two people apart: محمد أحمد, محمد حمد
        return Levenshtein.normalized_similarity(one.letters, other.letters)
    if one.sound == other.sound:
        return 1.0
    if one.voiced == other.voiced:
        like = Levenshtein.normalized_similarity(one.sound, other.sound)
        ends = (one.sound[-1] in _VOWELS) != (other.sound[-1] in _VOWELS)
        begins = (one.sound[0] in _VOWELS) != (other.sound[0] in _VOWELS)
        return like * (0.9 if ends or begins else 1.0)
    abjad, voiced = (other, one) if one.voiced else (one, other)
    there = LCSseq.similarity(abjad.sound.replace("G", "k"), voiced.sound.replace("G", "k")) / len(abjad.sound)
    return 0.97 * min(there, Indel.normalized_similarity(one.bones, other.bones))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text[:500].replace("İ", "i")).casefold()
    cleaned = "".join(_letter(mark) for mark in plain).translate(ALIKE)
    return [_azerbaijani(word) if _AZERBAIJANI.search(word) else word for word in cleaned.split() if word.strip(_MARKS)]


def _letter(mark: str) -> str:
    if mark in _MARKS:
        return mark
    if unicodedata.combining(mark):
        return ""
    return " " if unicodedata.category(mark)[0] in "PSZC" else mark


def _azerbaijani(word: str) -> str:
    return word.replace("c", "j").replace("x", "kh")


def _join_words(words: list[str]) -> list[str]:
    """The words without particles; `Abd` is joined with the word after it (Abd al-Rahman)."""
    joined: list[str] = []
    servant = False
    for word in words:
        arabic = bool(_ABJAD.search(word))
        bare = _without_article(word) if arabic else word.translate(_LETTERS)
        if bare in _SERVANTS and not servant:
            servant = True
        elif bare not in PARTICLES and word not in PARTICLES:
            whole = bare.replace("عبدال", "عبد") if arabic else re.sub(r"^abd[uaeo]+[lr](?=..)", "abd", bare)
            joined.append(("عبد" if arabic else "abd") + bare if servant else whole)
            servant = False
    return [*joined, "abd"] if servant else joined


_SERVANTS = ("abd", "abdul", "abdal", "abdel", "abdur", "abdoul", "عبد")


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _word(text: str) -> Word | None:
    abjad = bool(_ABJAD.search(text))
    sound = _abjad(text) if abjad else re.sub(r"[^a-z]", "", anyascii(text.translate(_LETTERS)).casefold())
    sound = VARIANTS.get(sound, sound)
    sound = re.sub(r"(?<=in|an|un)e$", "", re.sub(r"^x", "kh", sound))  # Noureddine, Xavier
    for letters, letter in _SOUNDS:
        sound = sound.replace(letters, letter)
    sound = re.sub(r"(?<=.)H$", "", sound if abjad else _TWICE.sub(r"\1", sound))
    if not sound:
        return None
    bones = "".join(letter for letter in sound if letter not in _VOWELS).replace("G", "K").replace("k", "K") or sound
    rough = _TWICE.sub(r"\1", bones.translate(_ROUGH))
    return Word(sound, bones, rough, not abjad, letters=text.replace("ى", "ي") if abjad else "")


def _abjad(text: str) -> str:
    """Arabic letters romanised: long vowels stay; ع and an alef that only carries a vowel are not heard in Latin."""
    heard = text.removesuffix("ى").replace("ى", "ي").replace("ع", "")
    heard = heard[1:] if heard.startswith("ا") and len(heard) > 2 else heard
    roman = re.sub(r"[^a-z]", "", anyascii(heard.replace("ا", "a")).casefold())
    return roman[:1] + re.sub(r"([iu])\1+", r"\1", roman[1:].replace("w", "u").replace("y", "i"))
