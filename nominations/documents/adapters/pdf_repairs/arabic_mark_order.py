"""Draws vowel marks and accents on the baseline of their letters, so that extracted text has whole words.

WeasyPrint draws a mark above or below its letter by a text rise. Programs take text at another height for another line:
a word with vowel marks is extracted in pieces and its sentence in disorder. Here the width of a letter is divided among
it and its marks, next to each other on one line. They look the same, because copies of the glyphs are moved within the
font. Each copy stands for one character, because programs disagree on the order of several; so Arabic ligatures are
divided too.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from nominations.documents.adapters.pdf_repairs import text_runs
from nominations.documents.adapters.pdf_repairs.embedded_fonts import EmbeddedFont, fonts, text
from nominations.documents.adapters.pdf_repairs.text_runs import Glyph, Run

_ENOUGH = 105  # thousandths between two beginnings; below a tenth of the size poppler sees one letter printed twice
_TO_THE_LEFT, _TO_THE_RIGHT = "\u200f", "\u200e"  # invisible marks with a strong direction
_LEAST = 10  # thousandths that remain for the last glyph in a letter's width

_Piece = tuple[Glyph | None, str]  # what is drawn, and the character that it stands for


def set_in_line(pdf: Any, ours: Collection[str]) -> None:
    """Redraw the marks of a pydyf document in the fonts named in `ours`. Its Unicode maps must be corrected before."""
    marked_fonts = {name: _Marked(font) for name, font in _by_name(pdf, ours).items()}
    marked_fonts = {name: marked for name, marked in marked_fonts.items() if marked.concerned}
    if not marked_fonts:
        return
    for item in pdf.objects:
        operations = getattr(item, "stream", None)
        if isinstance(operations, list) and b"BT" in operations:
            operations[:] = _redrawn(operations, marked_fonts)
    for marked in marked_fonts.values():
        marked.font.save()


def _by_name(pdf: Any, ours: Collection[str]) -> dict[str, EmbeddedFont]:
    """The fonts by their name on pages, which is the part of the font's name before the plus sign."""
    named = ((text(font["BaseFont"]).lstrip("/").partition("+"), font) for font in fonts(pdf))
    return {short: EmbeddedFont(pdf, font) for (short, _, name), font in named if name in ours}


def _redrawn(operations: Iterable[Any], marked_fonts: Mapping[str, "_Marked"]) -> list[Any]:
    """The operations of the page, with runs that contain marks rewritten."""
    rewritten: list[Any] = []
    run: list[bytes] = []
    marked, size = None, 0.0
    for operation in operations:
        what = operation[-2:] if isinstance(operation, bytes) else b""
        if what in (b"TJ", b"Ts") and marked:
            run.append(operation)
            continue
        if run and marked:
            rewritten += marked.drawn(run, size)
            run = []
        if what == b"Tf":
            name, number, _ = operation.split()
            marked, size = marked_fonts.get(name[1:].decode()), float(number)
        rewritten.append(operation)
    return rewritten


class _Marked:
    """A font in which marks or Arabic ligatures are drawn, and how its runs are written."""

    def __init__(self, font: EmbeddedFont) -> None:
        self.font = font
        self.marks = {code: meaning for code, meaning in font.texts.items() if meaning and all(map(_is_mark, meaning))}
        ligatures = {code for code, meaning in font.texts.items() if len(meaning) > 1 and all(map(_is_arabic, meaning))}
        self.concerned = self.marks.keys() | ligatures

    def drawn(self, operations: Sequence[bytes], size: float) -> Sequence[bytes]:
        """The rewritten run; unchanged where it has no mark or ligature."""
        run = text_runs.read(operations, size, self.font.widths)
        if self.concerned.isdisjoint(glyph.code for glyph in run.glyphs):
            return operations
        clusters = list(self._clusters(run.glyphs))
        meanings = [self._meaning(letter).strip() if letter else "" for _, letter, _ in clusters]
        lefts, rights = _before(meanings), _before(meanings[::-1])[::-1]
        inked = [glyph for cluster, left, right in zip(clusters, lefts, rights, strict=True)
                 for glyph in self._in_line(*cluster, left, right)]
        return text_runs.write(Run(tuple(inked), run.end), size)

    def _clusters(self, glyphs: Iterable[Glyph]) -> Iterator[tuple[list[Glyph], Glyph | None, list[Glyph]]]:
        """Each letter with its marks: Arabic marks are drawn before their letter, all others after it."""
        letter: Glyph | None = None
        before: list[Glyph] = []
        coming: list[Glyph] = []
        after: list[Glyph] = []
        for glyph in glyphs:
            if glyph.code not in self.marks:
                yield before, letter, after
                before, letter, coming, after = coming, glyph, [], []
            elif _is_arabic(self.marks[glyph.code][0]):
                coming.append(glyph)
            else:
                after.append(glyph)
        yield before, letter, after + coming

    def _in_line(
        self, before: list[Glyph], letter: Glyph | None, after: list[Glyph], left: str, right: str
    ) -> list[Glyph]:
        """The letter and its marks side by side; unchanged where that is not possible.

        `left` and `right` are the texts next to them within the run, without blanks.
        """
        as_it_was = [*before, *([letter] if letter else []), *after]
        if letter is None or letter.rise or not self._meaning(letter).strip():
            return as_it_was
        pieces = self._letter(before, letter)
        pieces += (piece for mark in after for piece in _pieces(mark, self._meaning(mark)))
        # Otherwise programs attach the vowel mark to a neighbouring full stop or bracket.
        if before and not left[-1:].isalpha():
            pieces.insert(0, (None, _TO_THE_LEFT))
        if after and not right[:1].isalpha():
            pieces.append((None, _TO_THE_RIGHT))
        if len(pieces) == 1:
            return as_it_was
        share = int(min(_ENOUGH, (letter.width - _LEAST) / (len(pieces) - 1)))
        return (self._side_by_side(pieces, letter, share) if share > 0 else None) or as_it_was

    def _meaning(self, glyph: Glyph) -> str:
        return self.font.texts.get(glyph.code, "")

    def _letter(self, marks: Sequence[Glyph], letter: Glyph) -> list[_Piece]:
        """The Arabic marks and their letter, from left to right; each part of a ligature follows the marks above it."""
        meaning = self._meaning(letter)
        if letter.code not in self.concerned:
            return [*(piece for mark in marks for piece in _pieces(mark, self._meaning(mark)[::-1])), (letter, meaning)]
        pieces: list[_Piece] = []
        for part in reversed(range(len(meaning))):
            above = [mark for mark in marks if self._part(mark, letter, len(meaning)) == part]
            pieces += (piece for mark in above for piece in _pieces(mark, self._meaning(mark)[::-1]))
            pieces.append((None if part else letter, meaning[part]))
        return pieces

    def _part(self, mark: Glyph, letter: Glyph, parts: int) -> int:
        """The index of the part of a ligature that a mark is above, counted from the right."""
        from_the_right = letter.at + letter.width - (mark.at + self.font.middle(mark.code))
        return min(max(int(from_the_right * parts / letter.width), 0), parts - 1) if letter.width else 0

    def _side_by_side(self, pieces: Sequence[_Piece], letter: Glyph, share: int) -> list[Glyph] | None:
        """Copies that fill the width of `letter`; None where the font cannot take more."""
        set_side_by_side, at = [], letter.at
        for number, (ink, meaning) in enumerate(pieces, 1):
            width = share if number < len(pieces) else letter.at + letter.width - at
            if ink is None:
                code = self.font.copy(None, 0, 0, width, meaning)
            else:
                code = self.font.copy(ink.code, ink.at - at, ink.rise, width, meaning)
            if code is None:
                return None
            set_side_by_side.append(Glyph(code, at, width))
            at += width
        return set_side_by_side


def _pieces(mark: Glyph, meaning: str) -> Iterator[_Piece]:
    """The pieces of a mark: one that stands for two characters (doubling with a vowel) is drawn by the first alone."""
    yield mark, meaning[0]
    yield from ((None, character) for character in meaning[1:])


def _before(meanings: Sequence[str]) -> list[str]:
    """For each meaning the last one before it that is not empty; an empty one for the first."""
    latest: Iterable[str] = accumulate(meanings, lambda last, now: now or last)
    return ["", *latest][:-1]


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


def _is_arabic(character: str) -> bool:
    return unicodedata.name(character, "").startswith("ARABIC")
