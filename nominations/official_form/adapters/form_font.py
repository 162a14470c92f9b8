"""The font of the fields of a form: Latin and Arabic letters in one, because a field names one font for what is typed.

Made of our own two: plain outlines with their letters, and Arabic presentation forms for readers that do not shape.
"""

from functools import cache
from io import BytesIO
from typing import Any

from nominations.documents.adapters.pdf import own_files

NAME = "AwardForm"
# Latin with all its accents, Azerbaijani and Vietnamese included, and the punctuation of letters.
_LATIN = (
    *range(0x20, 0x250), 0x259, *range(0x1E00, 0x1F00), *range(0x2010, 0x2028), *range(0x2030, 0x203B), 0x20AC, 0x2122,
)
_ARABIC = (*range(0x600, 0x780), *range(0x8A0, 0x900), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00), 0x200C, 0x200D)


@cache
def program() -> bytes:
    """The font as a TrueType program."""
    from fontTools.merge import Merger, Options

    parts = [_part("NotoSans-Regular.ttf", _LATIN), _part("NotoNaskhArabic-Regular.ttf", _ARABIC)]
    options = Options()
    options.drop_tables = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "DSIG"]
    merged = Merger(options=options).merge(parts)
    for record in merged["name"].names:
        if record.nameID in (1, 4, 6):
            merged["name"].setName(NAME, record.nameID, record.platformID, record.platEncID, record.langID)
    merged["head"].modified = merged["head"].created
    merged.recalcTimestamp = False
    out = BytesIO()
    merged.save(out)
    return out.getvalue()


def _part(name: str, letters: tuple[int, ...]) -> BytesIO:
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"], recalc_timestamp=False)
    part = BytesIO()
    with load_font(str(own_files()[name]), options) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=letters)
        subsetter.subset(font)
        save_font(font, part, options)
    part.seek(0)
    return part


def embed(pdf: Any) -> Any:
    """The font as a composite one of `pdf` (a pikepdf document): every glyph, its width and its letter."""
    from fontTools.ttLib import TTFont
    from pikepdf import Array, Dictionary, Name, String

    content = program()
    with TTFont(BytesIO(content)) as font:
        order, best = font.getGlyphOrder(), font.getBestCmap()
        widths = [round(font["hmtx"][glyph][0] * 1000 / font["head"].unitsPerEm) for glyph in order]
        box = [font["head"].xMin, font["head"].yMin, font["head"].xMax, font["head"].yMax]
        ascent, descent = font["hhea"].ascent, font["hhea"].descent
    numbers = {glyph: number for number, glyph in enumerate(order)}
    letters = {numbers[glyph]: code for code, glyph in sorted(best.items(), reverse=True)}
    descriptor = pdf.make_indirect(Dictionary(
        Type=Name.FontDescriptor, FontName=Name(f"/{NAME}"), Flags=4, FontBBox=Array(box), ItalicAngle=0,
        Ascent=ascent, Descent=descent, CapHeight=714, StemV=80,
        FontFile2=pdf.make_stream(content, Length1=len(content)),
    ))
    descendant = pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(f"/{NAME}"), FontDescriptor=descriptor, DW=500,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        W=Array([0, Array(widths)]), CIDToGIDMap=Name.Identity,
    ))
    return pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(f"/{NAME}"), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([descendant]), ToUnicode=pdf.make_stream(_to_unicode(letters)),
    ))


def _to_unicode(letters: dict[int, int]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap", "/CMapType 2 def", "/CMapName /Form def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    pairs = [f"<{glyph:04x}> <{chr(code).encode('utf-16-be').hex()}>" for glyph, code in sorted(letters.items())]
    for start in range(0, len(pairs), 100):
        some = pairs[start:start + 100]
        lines += [f"{len(some)} beginbfchar", *some, "endbfchar"]
    return "\n".join([*lines, "endcmap CMapName currentdict /CMap defineresource pop end end"]).encode()
