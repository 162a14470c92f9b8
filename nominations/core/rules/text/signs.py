"""The signs that keyboards, word processors and spreadsheets put for one and the same figure, blank or hyphen."""

import unicodedata

_FULL_WIDTH = range(0xFF01, 0xFF5F)
# Arabic marks and those of apostrophe and percent that stand for a sign of ASCII.
_TWINS = {
    "\u066b": ".", "\u2396": ".", "\u060c": ",", "\u066c": "'", "\u066a": "%", "\u00b4": "'", "`": "'",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u2212": "-", "\u2043": "-", "\u02d7": "-", "\u2215": "/",
    "\u2044": "/", "\u2032": "'", "\u2033": '"', "\u201d": '"', "\u201c": '"', "\u02ba": '"', "\u02b9": "'",
}


def is_invisible(character: str) -> bool:
    """Whether it only directs or joins what stands around it: direction marks, zero-width blanks, soft hyphens."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def plain_signs(text: str) -> str:
    """For values, not for words: every figure as 0 to 9, every blank, hyphen and apostrophe as the one of ASCII.

    What is invisible is left out, and so is the apostrophe by which a spreadsheet says that a cell holds text.
    """
    plain = "".join(map(_plain_sign, text))
    return " ".join(plain.split()).removeprefix("'").strip()


def trim_signs(text: str) -> str:
    """Words without the blanks and invisible characters around them; those between letters may belong to a name."""
    start, end = 0, len(text)
    while start < end and _is_edge(text[start]):
        start += 1
    while end > start and _is_edge(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_edge(character: str) -> bool:
    return character.isspace() or is_invisible(character)


def _plain_sign(character: str) -> str:
    if character.isascii():
        return "'" if character == "`" else character
    if is_invisible(character):
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character.isspace():
        return " "
    if character in _TWINS:
        return _TWINS[character]
    if unicodedata.category(character) == "Pd":
        return "-"
    return chr(ord(character) - 0xFEE0) if ord(character) in _FULL_WIDTH else character
