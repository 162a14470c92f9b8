"""Copies of papers that do not say who made them: made in the child of `look_inside`, which alone may open them."""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Any


class Unreadable(Exception):
    """No copy can be made of it."""


def bare_pdf(path: str, limits: dict[str, int]) -> bytes:
    """The pages alone: without properties, files within, links out, and the names of those who annotated."""
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True) as opened:
            if "/Info" in opened.trailer:
                del opened.trailer["/Info"]
            if "/Names" in opened.Root and "/EmbeddedFiles" in opened.Root.Names:
                del opened.Root.Names["/EmbeddedFiles"]
            for item in opened.objects:
                _silence(item)
            out = BytesIO()
            opened.save(out, deterministic_id=True)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError, RecursionError):
        raise Unreadable from None
    return out.getvalue()


def _silence(thing: Any) -> None:
    """Take from an object of a PDF what says who made it, and what it hides."""
    import pikepdf

    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    names: tuple[str, ...] = ("/Metadata", "/PieceInfo", "/AF", "/LastModified")
    if thing.get("/Type") == "/Filespec" or "/EF" in thing:
        names += ("/EF", "/F", "/UF", "/Desc")
    for name in names:
        if name in thing:
            del thing[name]
    if thing.get("/S") == "/URI" and "/URI" in thing:
        thing["/URI"] = pikepdf.String("")
    if "/Rect" in thing and "/T" in thing and thing.get("/Subtype") != "/Widget":
        del thing["/T"]
    if "/Rect" in thing:
        _silence(thing.get("/A"))
    if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == "/DCTDecode":
        thing.write(_bare_jpeg(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _bare_jpeg(content: bytes) -> bytes:
    """The same pixels without what the camera and its owner wrote before them."""
    at, pieces = 2, [content[:2]]
    while content[at : at + 1] == b"\xff" and content[at + 1] not in (0xD9, 0xDA) and at + 4 <= len(content):
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at + 1] not in (0xE1, 0xED, 0xFE):  # Exif and XMP, IPTC, comments
            pieces.append(content[at:end])
        at = end
    return b"".join([*pieces, content[at:]])


def _bare_png(content: bytes) -> bytes:
    """The same without texts."""
    at, pieces = 8, [content[:8]]
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] not in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"):
            pieces.append(content[at:end])
        at = end
    return b"".join(pieces)


def bare_docx(path: str, limits: dict[str, int]) -> bytes:
    """The document without its properties and without the names of those who wrote, changed and commented."""
    out = BytesIO()
    try:
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bare:
            for member in archive.infolist()[: limits["members"]]:
                content = _bare_part(member.filename, archive.read(member))
                bare.writestr(zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0)), content)
    except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, OSError, zlib.error):
        raise Unreadable from None
    return out.getvalue()


def _bare_part(name: str, content: bytes) -> bytes:
    if name.endswith(".xml"):
        if name.startswith(("docProps/", "customXml/")):
            return re.sub(rb">[^<>]+<", b"><", content)
        return re.sub(rb'((?:\w+:)?(?:author|initials|userId)=)"[^"]*"', rb'\1""', content)
    if content.startswith(b"\xff\xd8\xff"):
        return _bare_jpeg(content)
    return _bare_png(content) if content.startswith(b"\x89PNG") else content


TASKS = {task.__name__: task for task in (bare_pdf, bare_docx)}
