"""Adds glyphs to a font within a PDF: moved copies of its own glyphs, each with its own code and text."""

import io
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

MOST_NEW = 4_000  # glyphs; beyond it text stays as WeasyPrint drew it
FARTHEST = 4_000  # thousandths that a glyph may be moved; coordinates in a font end at 32,767 units
IN_MAP = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>\Z")  # a line of a map from codes to text


def reference(value: bytes | str) -> int:
    """The number of the object that `value` refers to."""
    return int(text(value).split()[0])


def text(value: bytes | str) -> str:
    """A name or a reference of a pydyf document as a string."""
    return value.decode() if isinstance(value, bytes) else str(value)


def fonts(pdf: Any) -> Iterator[Any]:
    """The font dictionaries of a pydyf document that have a Unicode map."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Font" and "ToUnicode" in item:
            yield item


class EmbeddedFont:
    """One TrueType font of a pydyf document; `save` writes the added glyphs."""

    def __init__(self, pdf: Any, dictionary: Mapping[str, Any]) -> None:
        self._pdf, self._dictionary = pdf, dictionary
        self._descendant = pdf.objects[reference(dictionary["DescendantFonts"][0])]
        self._map = pdf.objects[reference(dictionary["ToUnicode"])]
        self.widths = dict(self._read_widths())
        self.texts = dict(self._read_texts())
        self._new: dict[tuple[int | None, int, int, int, str], int] = {}

    def _read_widths(self) -> Iterator[tuple[int, float]]:
        parts = iter(self._descendant["W"])
        for first in parts:
            yield from enumerate(next(parts), first)

    def _read_texts(self) -> Iterator[tuple[int, str]]:
        for line in self._map.stream:
            entry = IN_MAP.match(line) if isinstance(line, bytes) else None
            if entry:
                yield int(entry[1], 16), bytes.fromhex(entry[2].decode()).decode("utf-16-be", "replace")

    @property
    def _program(self) -> Any:
        """The object that holds the font file."""
        descriptor = self._pdf.objects[reference(self._descendant["FontDescriptor"])]
        return self._pdf.objects[reference(descriptor["FontFile2"])]

    @cached_property
    def _file(self) -> Any:
        from fontTools.ttLib import TTFont

        # No time stamp, so that the same page gives the same bytes.
        return TTFont(io.BytesIO(b"".join(self._program.stream)), recalcTimestamp=False)

    @cached_property
    def _first_free(self) -> int:
        """The first code that neither a glyph nor a text uses."""
        return max(self._file["maxp"].numGlyphs, *(code + 1 for code in self.texts))

    def middle(self, code: int) -> float:
        """The horizontal centre of a glyph's outline, in thousandths from its origin; 0 without an outline."""
        glyph = self._file["glyf"][self._file.getGlyphName(code)]
        return (glyph.xMin + glyph.xMax) * 500 / self._file["head"].unitsPerEm if glyph.numberOfContours else 0

    def copy(self, code: int | None, across: float, up: float, width: float, stands_for: str) -> int | None:
        """A new code that draws the glyph `code`, or nothing, moved by `across` and `up`: lengths in thousandths.

        None where the font has too many copies or the distance is too large.
        """
        if max(abs(across), abs(up)) > FARTHEST:
            return None
        wanted = (code, round(across), round(up), round(width), stands_for)
        if wanted not in self._new:
            if len(self._new) >= MOST_NEW:
                return None
            self._new[wanted] = self._first_free + len(self._new)
        return self._new[wanted]

    def save(self) -> None:
        """Write the copies into the font file, the widths, the Unicode map and the map of codes where there is one."""
        if not self._new:
            return
        self._write_file()
        first, added = self._first_free, list(self._new)
        self._descendant["W"] += [first, type(self._descendant["W"])([width for *_, width, _ in added])]
        texts = [b"<%04x> <%s>" % (code, key[-1].encode("utf-16-be").hex().encode()) for key, code in self._new.items()]
        _insert(self._map.stream, b"bfchar", texts)
        if text(self._dictionary["Encoding"]) != "/Identity-H":
            codes = [b"<%04x> %d" % (code, code) for code in self._new.values()]
            _insert(self._pdf.objects[reference(self._dictionary["Encoding"])].stream, b"cidchar", codes)

    def _write_file(self) -> None:
        from fontTools.ttLib.tables._g_l_y_f import Glyph

        font, names = self._file, list(self._file.getGlyphOrder())
        glyphs, metrics, scale = font["glyf"], font["hmtx"], font["head"].unitsPerEm / 1000
        own = len(names)
        names += [f"copy{number}" for number in range(own, self._first_free + len(self._new))]
        font.setGlyphOrder(names)
        glyphs.setGlyphOrder(names)
        for name in names[own:]:
            glyphs[name], metrics[name] = Glyph(), (0, 0)
        for (code, across, up, width, _), number in self._new.items():
            name = names[number]
            if code is not None and code < own and glyphs[names[code]].numberOfContours:
                glyphs[name] = _move_glyph(names[code], round(across * scale), round(up * scale))
                glyphs[name].recalcBounds(glyphs)
            metrics[name] = (round(width * scale), getattr(glyphs[name], "xMin", 0))
        written, program = io.BytesIO(), self._program
        font.save(written)
        program.stream[:] = [written.getvalue()]
        program.extra["Length1"] = len(written.getvalue())


def _move_glyph(name: str, across: int, up: int) -> Any:
    """A composite glyph that is another one, moved; the outline is stored once."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

    part = GlyphComponent()
    part.glyphName, part.x, part.y, part.flags = name, across, up, 0x0002  # the two numbers are lengths
    glyph = Glyph()
    glyph.numberOfContours, glyph.components = -1, [part]
    return glyph


def _insert(stream: list[Any], kind: bytes, lines: list[bytes]) -> None:
    """Add `lines` to a map, in blocks of at most a hundred as its format requires."""
    blocks: list[bytes] = []
    for start in range(0, len(lines), 100):
        block = lines[start:start + 100]
        blocks += [b"%d begin%s" % (len(block), kind), *block, b"end" + kind]
    at = stream.index(b"endcmap")
    stream[at:at] = blocks
