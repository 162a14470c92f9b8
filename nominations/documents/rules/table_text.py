"""The text of a table that comes back: in UTF-8, UTF-16 or the code pages of Windows, as far as the text proves it."""

import codecs
import re

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PAGES = ("cp1252", "cp1256")
# The bytes beyond ASCII that are a letter on one of the two pages; the masculine ordinal of Spanish is none here.
_LETTERS = b"".join(
    bytes([number]) for number in range(0x80, 0x100)
    if number != 0xBA and any(bytes([number]).decode(page, "replace").isalpha() for page in _PAGES)
)
_WORDS = re.compile(b"[A-Za-z" + re.escape(_LETTERS) + b"]+")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")


def decode_table(content: bytes) -> str | None:
    """The text without its byte order mark; None where two encodings are possible, or none."""
    if content.startswith(_WIDE):
        return _decode(content, "utf-16")
    if wide := _find_wide(content):
        return _decode(content, wide)
    text = _decode(content, "utf-8")
    return _decode_code_page(content) if text is None else text


def _decode(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError:
        return None


def _find_wide(content: bytes) -> str:
    """UTF-16 without a mark: the letters of the heads are ASCII, so every other byte of them is zero."""
    start = content[:16]
    if len(start) < 4 or len(content) % 2:
        return ""
    even, odd = set(start[::2]), set(start[1::2])
    if odd == {0} and 0 not in even:
        return "utf-16-le"
    return "utf-16-be" if even == {0} and 0 not in odd else ""


def _decode_code_page(content: bytes) -> str | None:
    """Windows-1252 or Windows-1256, which share the letters of French: what only one of them makes words of."""
    latin, arabic = (_decode(content, page) for page in _PAGES)
    if latin is None or arabic is None or latin == arabic:
        return latin or arabic
    foreign = [word for word in _WORDS.findall(content) if word.decode("cp1252") != word.decode("cp1256")]
    # Words of Arabic hold no letter of ASCII and have at least two; a Latin word with an accent holds others as well.
    is_arabic = all(not _ASCII_LETTER.search(word) and len(word) > 1 and _is_arabic(word) for word in foreign)
    is_latin = all(_ASCII_LETTER.search(word) for word in foreign)
    if is_arabic == is_latin:
        return None
    return arabic if is_arabic else latin


def _is_arabic(word: bytes) -> bool:
    return all("\u0600" <= letter <= "\u06ff" for letter in word.decode("cp1256"))
