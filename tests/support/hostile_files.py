"""A hundred hostile files and names: each with the name it comes under and its content, made when it is needed."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf

from tests.support import make_files

PNG, JPG, PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"%PDF-1.4\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
# Names that a good file may come under: a name is data, and nothing else.
NAMES = (
    "../../../../etc/passwd.pdf", "..\\..\\windows\\system32\\x.pdf", "/etc/shadow.pdf", "C:\\boot.pdf", "a/b/c.pdf",
    "invoice\u202efdp.exe.pdf", "\u2066x\u2069.pdf", "\u200f\u200eplan.pdf", "plan\u061c.pdf", "x\ufeff.pdf",
    "خ" * 300 + ".pdf", "م" * 5000 + ".pdf", "a" * 300 + ".pdf", "é" * 255 + ".pdf", "🏛" * 100 + ".pdf",
    "خطة الترميم — المرحلة ٢ (نهائي).pdf", "İıŞğ Qız Qalası.pdf", "日本語.pdf",
    "a\r\nX-Evil: 1.pdf", "a\nSet-Cookie: session=x.pdf", "tab\there.pdf", "bell\x07.pdf", "esc\x1b[31m.pdf",
    "a\x85b.pdf",
    'quote".pdf', "quote'.pdf", "semi;colon.pdf", "per%2e%2e%2fcent.pdf", "back\\slash.pdf", "star*.pdf",
    "<script>.pdf",
    "{{7*7}}.pdf", "${x}.pdf", "%(x)s.pdf", "=1+1.pdf", "@SUM(A1).pdf", "-1.pdf", "CON.pdf", "NUL.pdf", "aux.pdf",
    ".pdf.pdf", "..pdf.pdf", "...pdf", " .pdf", "plan.pdf ", "plan..pdf", "plan.PDF", "plan.pdf.pdf", "~.pdf",
    "-rf.pdf",
    "\ud800.pdf", "\udcff.pdf", "\ufffe.pdf", "\u2028line.pdf", "a\u0301\u0301\u0301.pdf", "ﷺ" * 40 + ".pdf",
)


def deflated_pdf(size: int) -> bytes:
    """A page whose content unpacks to `size` bytes."""
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(b" " * 1_048_576) for _ in range(size >> 20)) + packer.flush()
        stream = pikepdf.Stream(made, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        made.pages[0].Contents = stream
        made.save(out, compress_streams=False)
    return out.getvalue()


def many_pages(count: int) -> bytes:
    """A PDF that names one page again and again."""
    kids = b" ".join([b"3 0 R"] * count)
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")


def huge_page(side: int) -> bytes:
    """A PDF with one page of that many points."""
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>" % (side, side))


def nested_pages(depth: int) -> bytes:
    """A page tree that deep."""
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 3) for number in range(depth)]
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def active(action: bytes) -> bytes:
    """A PDF that would do something when it is opened; stored, and given out as a download only."""
    return _pdf(b"<</Type/Catalog/Pages 2 0 R/OpenAction<<%s>>>>" % action, b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")


def _pdf(*objects: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + (
        b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )


def zip_of(size: int, members: int = 1, name: str = "word/document.xml") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{make_files.WORD}"/></Types>')
        for number in range(members):
            with archive.open(name if not number else f"word/{number}.xml", "w") as entry:
                for _ in range(max(1, size >> 20)):
                    entry.write(b" " * min(size, 1 << 20))
    return out.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    return make_files.png_claiming(width, height, zlib.compress(b"\0" * 1000))


def rows_bomb() -> bytes:
    """A small PNG whose rows unpack to a quarter of a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * 1_048_576) for _ in range(256)) + packer.flush()
    return make_files.png_claiming(64, 48, packed)


def progressive(scans: int) -> bytes:
    """A JPEG that repeats its scan."""
    whole = make_files.picture("JPEG", (2000, 1500), progressive=True)
    at = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[at:-2] * scans + b"\xff\xd9"


def encrypted_pdf(**how: str) -> bytes:
    return make_files.pdf(encryption=pikepdf.Encryption(owner="o", user="u", **how))


FILES: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("empty.pdf", lambda: b""), ("one byte.pdf", lambda: b"%"), ("zeros.pdf", lambda: bytes(100_000)),
    ("zeros.jpg", lambda: bytes(100_000)), ("only a mark.pdf", lambda: PDF), ("only a mark.png", lambda: PNG),
    ("only a mark.jpg", lambda: JPG), ("nul.pdf", lambda: PDF + bytes(5000) + b"%%EOF"),
    ("truncated.pdf", lambda: make_files.pdf()[:-300]), ("truncated.png", lambda: make_files.picture("PNG")[:-200]),
    ("truncated.jpg", lambda: make_files.picture("JPEG")[: 900]),
    ("no end.jpg", lambda: make_files.picture("JPEG")[:-2]),
    ("html.pdf", lambda: HTML), ("html.jpg", lambda: HTML), ("script.svg", lambda: SVG), ("svg.png", lambda: SVG),
    ("svg.jpg", lambda: b"\xff\xd8\xff" + SVG), ("xml.pdf", lambda: b'<?xml version="1.0"?>' + SVG),
    ("program.pdf", lambda: b"MZ" + bytes(2000)), ("elf.png", lambda: b"\x7fELF" + bytes(2000)),
    ("shell.pdf", lambda: b"#!/bin/sh\nrm -rf /\n"), ("php.jpg", lambda: b"<?php system($_GET[0]); ?>"),
    ("gif.png", lambda: b"GIF89a" + bytes(50)), ("gif.gif", lambda: b"GIF89a" + bytes(50)),
    ("tiff.jpg", lambda: make_files.picture("TIFF")), ("webp.jpg", lambda: make_files.picture("WEBP")),
    ("bmp.png", lambda: make_files.picture("BMP")), ("heic.jpg", lambda: b"\0\0\0\x18ftypheic" + bytes(500)),
    ("mp4.jpg", lambda: b"\0\0\0\x18ftypisom" + bytes(500)), ("jpg.pdf", lambda: make_files.picture("JPEG")),
    ("pdf.jpg", make_files.pdf), ("png.jpg", lambda: make_files.picture("PNG")),
    ("jpg.png", lambda: make_files.picture("JPEG")),
    ("docx.pdf", make_files.docx), ("double.pdf.exe", make_files.pdf),
    ("double.exe.pdf", lambda: b"MZ" + make_files.pdf()),
    ("polyglot.pdf", lambda: make_files.pdf() + zip_of(100)),
    ("polyglot.jpg", lambda: make_files.picture("JPEG") + zip_of(100)),
    ("polyglot.png", lambda: make_files.picture("PNG") + zip_of(100)),
    ("pdf in jpg.jpg", lambda: make_files.picture("JPEG", comment=b"%PDF-1.4 " + HTML)),
    ("jpg in pdf.pdf", lambda: make_files.picture("JPEG")[:500] + make_files.pdf()),
    ("html in pdf.pdf", lambda: HTML + make_files.pdf()), ("html in png.png", lambda: make_files.picture("PNG") + HTML),
    ("script in jpg.jpg", lambda: make_files.picture("JPEG", comment=HTML)),
    ("loop.pdf", make_files.looping_pdf), ("deep.pdf", lambda: nested_pages(3000)),
    ("many pages.pdf", lambda: many_pages(200_000)), ("many more.pdf", lambda: many_pages(300_000)),
    ("huge page.pdf", lambda: huge_page(10**9)), ("wide page.pdf", lambda: huge_page(14_400)),
    ("page of nothing.pdf", lambda: huge_page(0)), ("bomb.pdf", lambda: deflated_pdf(256 << 20)),
    ("locked.pdf", encrypted_pdf), ("locked old.pdf", lambda: encrypted_pdf(R=4)),
    ("old office.pdf", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ("launch.pdf", lambda: active(b"/S/Launch/F(cmd.exe)")),
    ("script.pdf", lambda: active(b"/S/JavaScript/JS(app.alert(1))")),
    ("link.pdf", lambda: active(b"/S/URI/URI(http://evil.example/)")),
    ("wide.png", lambda: png_of_size(2**31 - 1, 1)), ("high.png", lambda: png_of_size(1, 2**31 - 1)),
    ("gigapixels.png", lambda: png_of_size(60_000, 60_000)), ("nothing.png", lambda: png_of_size(0, 0)),
    ("rows.png", rows_bomb), ("chunks.png", lambda: PNG + make_files.chunk(b"IHDR", bytes(13)) * 2000),
    ("endless chunk.png", lambda: PNG + struct.pack(">I", 2**31 - 1) + b"IHDR" + bytes(100)),
    ("text bomb.png", lambda: make_files.picture("PNG")[:33]
        + make_files.chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(64 << 20)))
    +
        make_files.picture("PNG")[33:]),
    ("profile bomb.png", lambda: make_files.picture("PNG")[:33] + make_files.chunk(
        b"iCCP", b"k\0\0" + zlib.compress(bytes(64 << 20)))
    +
        make_files.picture("PNG")[33:]),
    ("scans.jpg", lambda: progressive(12)), ("gigapixels.jpg", lambda: _jpeg_of_size(65_000, 65_000)),
    ("zero.jpg", lambda: _jpeg_of_size(0, 0)), ("markers.jpg", lambda: b"\xff\xd8" + b"\xff\xe0\x00\x02" * 200_000),
    ("fill.jpg", lambda: b"\xff\xd8" + b"\xff" * 1_000_000), ("zip.pdf", lambda: zip_of(1 << 20)),
    ("bomb.docx", lambda: zip_of(256 << 20)), ("members.docx", lambda: zip_of(10, 20_000)),
    ("leaves.docx", lambda: zip_of(10, 1, "../../word/document.xml")),
    ("macro.docx", lambda: make_files.docx({"word/vbaProject.bin": b"x"})),
    ("entities.docx", lambda: make_files.docx({"word/x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})),
)


def _jpeg_of_size(width: int, height: int) -> bytes:
    whole = bytearray(make_files.picture("JPEG"))
    at = whole.index(b"\xff\xc0")
    whole[at + 5:at + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def everything() -> Iterator[tuple[str, bytes]]:
    """Each hostile content, then each hostile name around a good one."""
    for name, content in FILES:
        yield name, content()
    for number, name in enumerate(NAMES):
        yield name, make_files.pdf(pages=1 + number % 3)
