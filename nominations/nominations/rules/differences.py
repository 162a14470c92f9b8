"""Two texts compared word by word, in any script, in bounded time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|[^\s]+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
# Above this many pairs, words are too many to be compared with each other: lines are, then the texts as wholes.
MOST_PAIRS = 1_000_000


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what became of it."""

    mark: Mark
    text: str


def compare_texts(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts in order: those without the new are `before`, those without the gone are `after`.

    Words are separated by blanks; a word in which one letter changed is one gone and one new, in every script.
    """
    for pattern in (_WORDS, _LINES):
        old, new = pattern.findall(before), pattern.findall(after)
        head = _count_common_start(old, new)
        tail = _count_common_start(old[head:][::-1], new[head:][::-1])
        middle_old, middle_new = old[head:len(old) - tail], new[head:len(new) - tail]
        if len(middle_old) * len(middle_new) <= MOST_PAIRS:
            marked = [
                (Mark.SAME, old[:head]), *_compare_tokens(middle_old, middle_new), (Mark.SAME, old[len(old) - tail:])
            ]
            return _join_pieces(marked)
    return _join_pieces([(Mark.GONE, [before]), (Mark.NEW, [after])])


def merge_texts(one: str, other: str) -> str:
    """Both texts in one, to be edited: shared parts once, and the parts of only one text in their places."""
    text = ""
    for piece in compare_texts(one, other):
        if piece.mark is Mark.NEW and text and not text[-1].isspace() and not piece.text[0].isspace():
            text += " "
        text += piece.text
    return text


def _count_common_start(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens both begin with."""
    most = min(len(old), len(new))
    return next((at for at in range(most) if old[at] != new[at]), most)


def _compare_tokens(old: list[str], new: list[str]) -> list[tuple[Mark, list[str]]]:
    marked: list[tuple[Mark, list[str]]] = []
    for act, i, j, k, end in SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > 40_000).get_opcodes():
        if act == "equal":
            marked.append((Mark.SAME, old[i:j]))
        else:
            marked += [(Mark.GONE, old[i:j]), (Mark.NEW, new[k:end])]
    return marked


def _join_pieces(marked: list[tuple[Mark, list[str]]]) -> tuple[Piece, ...]:
    """Neighbours of one kind in one piece."""
    pieces: list[Piece] = []
    for mark, tokens in marked:
        if not tokens or not (text := "".join(tokens)):
            continue
        if pieces and pieces[-1].mark is mark:
            pieces[-1] = Piece(mark, pieces[-1].text + text)
        else:
            pieces.append(Piece(mark, text))
    return tuple(pieces)
