"""The code on an official document: made from chance, short enough to type, and able to tell a slip of the finger.

Fifteen letters of Crockford's base 32 (75 bits) and a sixteenth that is computed from them, in four groups of four.
The last one is a check over the field of 32 elements: every single wrong letter and every two letters that changed
places are noticed, because each place is weighed with another power of the same generator.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHANCE = 15  # letters made from chance
LENGTH = CHANCE + 1
_ALIKE = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-‐-―_.·\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_MODULUS = 0b100101  # x^5 + x^2 + 1, of which x is a generator


class Standing(StrEnum):
    """What can be said of a typed code before anything is looked up."""

    EMPTY = "empty"
    NOT_A_CODE = "not_a_code"
    MISTYPED = "mistyped"
    WELL_FORMED = "well_formed"


@dataclass(frozen=True, slots=True)
class Typed:
    """A code as it was meant: capital letters without groups; whole only where it is well formed."""

    standing: Standing
    code: str = ""


def complete(letters: str) -> str:
    """The code that begins with these fifteen letters of the alphabet."""
    if len(letters) != CHANCE or not set(letters) <= set(ALPHABET):
        raise ValueError("A code begins with fifteen letters of its alphabet.")
    return letters + ALPHABET[_check(letters)]


def read(typed: str) -> Typed:
    """What somebody typed, pasted or scanned: groups, case, look-alikes and other digits do not matter."""
    plain = _BETWEEN.sub("", typed.rsplit("/", 1)[-1] if "://" in typed else typed)
    if not plain:
        return Typed(Standing.EMPTY)
    meant = "".join(map(_latin_digit, plain)).upper().translate(_ALIKE)
    if len(meant) != LENGTH or not set(meant) <= set(ALPHABET):
        return Typed(Standing.NOT_A_CODE)
    right = ALPHABET[_check(meant[:-1])] == meant[-1]
    return Typed(Standing.WELL_FORMED if right else Standing.MISTYPED, meant)


def grouped(code: str) -> str:
    """The code as it is printed: `7K4M-9QXT-2HVB-W3DN`."""
    return "-".join(code[start:start + 4] for start in range(0, len(code), 4))


def _latin_digit(letter: str) -> str:
    """Digits of other scripts are digits: an Arabic keyboard may type them."""
    value = unicodedata.digit(letter, None)
    return letter if value is None or letter.isascii() else str(value)


def _check(letters: str) -> int:
    total = 0
    for letter in letters:
        total = _times_generator(total ^ ALPHABET.index(letter))
    return total


def _times_generator(value: int) -> int:
    value <<= 1
    return value ^ _MODULUS if value & 0b100000 else value
