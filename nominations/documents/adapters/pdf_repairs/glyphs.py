"""Corrects the Unicode maps of a PDF for Arabic and accented letters, so that text can be searched, copied and read
aloud.

Where one cluster of text is drawn with several glyphs (lam with alef hamza, a letter with a vowel mark), WeasyPrint 70
maps the first glyph to the whole text and the others to nothing: empty entries, which PDF/UA forbids, and lost letters
wherever those glyphs stand alone. The shipped font files tell which letter each glyph is.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nominations.documents.adapters.pdf_repairs import embedded_fonts

_NAMED = re.compile(r"uni((?:[0-9A-F]{4})+)\Z")
_NOTHING = "\u200d"  # a joiner: it has no width and does not end a word


def mend_maps(pdf: Any, fonts: Mapping[str, Path]) -> None:
    """Correct the Unicode maps of a pydyf document before it is written. `fonts` maps names in the PDF to font
    files."""
    for font in embedded_fonts.fonts(pdf):
        name = embedded_fonts.text(font["BaseFont"]).rpartition("+")[2]
        if name in fonts:
            stream = pdf.objects[embedded_fonts.reference(font["ToUnicode"])]
            letters = _letters(fonts[name])
            stream.stream[:] = [_mend_line(line, letters) for line in stream.stream]


def _mend_line(line: Any, letters: Mapping[int, str]) -> Any:
    entry = embedded_fonts.IN_MAP.match(line) if isinstance(line, bytes) else None
    if not entry:
        return line
    now, own = bytes.fromhex(entry[2].decode()).decode("utf-16-be"), letters.get(int(entry[1], 16), "")
    if now and not (own and len(now) > len(own)):
        return line
    return b"<%s> <%s>" % (entry[1], (own or _NOTHING).encode("utf-16-be").hex().encode())


@cache
def _letters(font: Path) -> Mapping[int, str]:
    """What each glyph of `font` stands for, by its character or its name; presentation forms as plain letters."""
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        characters = {glyph: chr(code) for code, glyph in opened.getBestCmap().items()}
        names = [name.partition(".")[0] for name in opened.getGlyphOrder()]
    plain = {number: characters.get(name) or _from_name(name) for number, name in enumerate(names)}
    return {number: unicodedata.normalize("NFKC", text) for number, text in plain.items() if text}


def _from_name(name: str) -> str:
    """The characters that a glyph's name encodes: `uni0645`, or `uni064E_uni0651` for two marks drawn as one."""
    codes = filter(None, map(_NAMED.match, name.split("_")))
    return "".join(bytes.fromhex(code[1]).decode("utf-16-be", "ignore") for code in codes)
