"""The code on an official document: random, short enough to type, and with a check that finds typing errors.

Fifteen letters of Crockford's base 32 (75 bits) and a sixteenth that is computed from them, in four groups of four.
The last one is a check over the field of 32 elements. It finds every single wrong letter and every two letters that
changed places, because each place is weighted with another power of the same generator.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from nominations.core.rules.text.signs import plain_signs

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHANCE = 15  # random letters
LENGTH = CHANCE + 1
_ALIKE = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-_.·]+")
_MODULUS = 0b100101  # x^5 + x^2 + 1, of which x is a generator


class CodeStatus(StrEnum):
    """What a typed code is, before the database is asked."""

    EMPTY = "empty"
    NOT_A_CODE = "not_a_code"
    MISTYPED = "mistyped"
    WELL_FORMED = "well_formed"


@dataclass(frozen=True, slots=True)
class TypedCode:
    """A typed code in capital letters without groups; empty where it cannot be a code."""

    status: CodeStatus
    code: str = ""


def add_check_letter(letters: str) -> str:
    """The code that begins with these fifteen letters of the alphabet."""
    if len(letters) != CHANCE or not set(letters) <= set(ALPHABET):
        raise ValueError("A code begins with fifteen letters of its alphabet.")
    return letters + ALPHABET[_check(letters)]


def read_code(typed: str) -> TypedCode:
    """What somebody typed, pasted or scanned: groups, case, look-alikes and other digits do not matter."""
    plain = _BETWEEN.sub("", plain_signs(typed.rsplit("/", 1)[-1] if "://" in typed else typed))
    if not plain:
        return TypedCode(CodeStatus.EMPTY)
    meant = "".join(map(_latin_digit, plain)).upper().translate(_ALIKE)
    if len(meant) != LENGTH or not set(meant) <= set(ALPHABET):
        return TypedCode(CodeStatus.NOT_A_CODE)
    right = ALPHABET[_check(meant[:-1])] == meant[-1]
    return TypedCode(CodeStatus.WELL_FORMED if right else CodeStatus.MISTYPED, meant)


def format_code(code: str) -> str:
    """The code as it is printed: `7K4M-9QXT-2HVB-W3DN`."""
    return "-".join(code[start:start + 4] for start in range(0, len(code), 4))


def _latin_digit(letter: str) -> str:
    """Raised and circled digits are digits too."""
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
