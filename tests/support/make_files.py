"""Good, bad and dangerous files, made when they are needed."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def pdf(pages: int = 2, **how) -> bytes:
    out = BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            # A page that shows nothing is refused.
            made.add_blank_page().Contents = made.make_stream(b"72 72 m 144 144 l S")
        made.save(out, **how)
    return out.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **how) -> bytes:
    out = BytesIO()
    with Image.effect_noise(size, 60) as noise, noise.convert(mode) as image:
        image.save(out, kind, **how)
    return out.getvalue()


def photo_with_place(**how) -> bytes:
    """A JPEG taken at Shusha, held sideways."""
    exif = Image.Exif()
    exif[274], exif[271] = 6, "Camera of a person"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 45.0, 30.0), 3: "E", 4: (46.0, 45.0, 0.0)})
    return picture(exif=exif, comment=b"taken at my house", **how)


def docx(more: dict[str, bytes] | None = None, kinds: str = WORD) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{kinds}"/></Types>')
        archive.writestr("word/document.xml", "<w:document/>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_claiming(width: int, height: int, rows: bytes, *, interlaced: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def looping_pdf() -> bytes:
    """A PDF whose page tree holds itself."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 2/Kids[3 0 R 2 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 4\n0000000000 65535 f \n" + table + (
        b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    )
