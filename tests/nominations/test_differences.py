"""Two texts side by side: nothing is added, nothing is lost, and no text takes long."""

import time

import pytest

from nominations.nominations.rules.differences import Mark, compare_texts
from nominations.nominations.rules.versions import goes_on
from tests.support.hostile_texts import KEPT

PAIRS = {
    "nothing": ("", ""), "something new": ("", "one two"), "all gone": ("one two", ""),
    "a word": ("the old wall stands", "the new wall stands"), "an end": ("one two", "one two three"),
    "Arabic": ("رُمِّم السور القديم سنة 2019", "رُمِّم السور الشمالي سنة 2020"),
    "lines": ("one\ntwo\n\nthree", "one\n\nthree\nfour"), "blanks": ("a  b", "a b"),
    **{name: (text, text[::-1]) for name, text in KEPT.items()},
}


@pytest.mark.parametrize(("before", "after"), PAIRS.values(), ids=PAIRS.keys())
def test_both_texts_can_be_read_out_of_the_pieces(before, after):
    pieces = compare_texts(before, after)

    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.NEW) == before
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.GONE) == after
    assert all(piece.text for piece in pieces)


def test_one_changed_word_is_one_gone_and_one_new():
    marked = [(piece.mark.value, piece.text) for piece in compare_texts(*PAIRS["Arabic"])]

    assert marked == [
        ("same", "رُمِّم السور "), ("gone", "القديم"), ("new", "الشمالي"), ("same", " سنة "), ("gone", "2019"),
        ("new", "2020"),
    ]


def test_the_same_text_has_no_difference():
    assert [piece.mark for piece in compare_texts("one two", "one two")] == [Mark.SAME]


@pytest.mark.parametrize(("before", "after"), [
    ("a " * 20_000, "a b " * 10_000), ("x" * 40_000, "y" * 40_000), ("a\n" * 20_000, "b\n" * 20_000),
    (" ".join(map(str, range(8_000))), " ".join(map(str, range(8_000, 0, -1)))), ("a b " * 10_000, "b a " * 10_000),
    ("\n".join(f"{n} {n}" for n in range(900)), "\n".join(f"{n} {-n}" for n in range(900))),
    ("one two " * 120, "two one " * 120),
])
def test_no_pair_of_texts_takes_long(before, after):
    begun = time.process_time()

    pieces = compare_texts(before, after)

    assert time.process_time() - begun < 2
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.GONE) == after


@pytest.mark.parametrize(("earlier", "later", "expected"), [
    ("A wall", "A wall of stone", True), ("A wall", "A tall wall", True), ("A wall", "wall", False),
    ("A wall of red stone", "A wall of rad stone", True), ("A wall", "A bath house", False), ("A wall", "", False),
    ("", "A", False), (None, "A", False),
    ("A" * 60, "B" * 60, False), (["AZ"], ["AZ", "MA"], False), ("سور", "سور قديم", True),
])
def test_a_text_goes_on_when_hardly_anything_of_it_is_gone(earlier, later, expected):
    assert goes_on(earlier, later) is expected
