"""What is typed is kept as it was typed, and what cannot be kept is named."""

import pytest

from nominations.core.rules.text.stored_text import clean, refused_characters


def test_line_ends_become_lf_and_nothing_else_changes():
    assert clean(" a\r\nb\rc\n e\u0301 ") == " a\nb\nc\n e\u0301 "


@pytest.mark.parametrize(
    "kept", ["tab\tand\nline", "\u202eoverride\u202c", "مرحبا\u200f", "🕌", "=1+1", "{{ x }}", "\ufffd"]
)
def test_odd_but_harmless_text_is_kept(kept):
    assert refused_characters(kept) == ()


@pytest.mark.parametrize(("text", "named"), [
    ("a\0b", "U+0000"), ("\x1b[31m", "U+001B"), ("\x7f", "U+007F"), ("\x85", "U+0085"),
    ("\ud800", "U+D800"), ("\udfff", "U+DFFF"), ("\ufdd0", "U+FDD0"), ("\uffff", "U+FFFF"), ("\U0010fffe", "U+10FFFE"),
])  # fmt: skip
def test_what_a_database_cannot_carry_is_refused_by_name(text, named):
    assert refused_characters(text) == (named,)


def test_each_refused_character_is_named_once():
    assert refused_characters("\0\0\x01") == ("U+0000", "U+0001")
