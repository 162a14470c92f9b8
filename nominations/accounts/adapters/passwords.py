"""Passwords that are guessed first: common ones, and those that are hardly more than one of them."""

import gzip
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

_FILE = Path(__file__).with_name("common-passwords.txt.gz")
# How letters are written by those who were asked for a figure or a sign.
_AS_LETTERS = str.maketrans("0134578@$!", "oieastbasi")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_PARTS = re.compile(r"[\W_]+")
_LEAST_DISTINCT = 5
# A part as short as this says little about a long password.
_SHORT = 3
_LEAST_BESIDE = 8


def is_guessable(password: str, own_words: tuple[str, ...] = ()) -> bool:
    """Whether somebody who tries the usual things finds it soon: `own_words` are the person's name and address."""
    plain = password.casefold().strip()
    if len(set(plain)) < _LEAST_DISTINCT or _is_a_run(plain):
        return True
    own = {part for word in own_words for part in _PARTS.split(word.casefold()) if len(part) > _SHORT}
    return any(_is_made_of(form, _common()) or _is_hardly_more(form, own) for form in _forms(plain))


def _forms(plain: str) -> set[str]:
    """The password as typed, without figures and signs around it, and with figures read as letters."""
    bare = _EDGES.sub("", plain)
    return {form for form in (plain, bare, plain.translate(_AS_LETTERS), bare.translate(_AS_LETTERS)) if form}


def _is_hardly_more(form: str, own: set[str]) -> bool:
    """Whether little is left of it without the person's own words."""
    rest = form
    for word in own:
        rest = rest.replace(word, "")
    return rest != form and len(rest) < _LEAST_BESIDE


def _is_made_of(form: str, known: frozenset[str]) -> bool:
    """Whether it is a known word, or one word again and again."""
    return form in known or any(
        len(form) % length == 0 and form[:length] * (len(form) // length) == form
        for length in range(1, len(form) // 2 + 1)
    )


def _is_a_run(plain: str) -> bool:
    """Whether nearly every sign follows the one before it, as in abcdefghijkl or 123456789012."""
    steps = [ord(after) - ord(before) for before, after in pairwise(plain)]
    return sum(step in (1, -1, 0) for step in steps) >= len(steps) - 1


@cache
def _common() -> frozenset[str]:
    with gzip.open(_FILE, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
