"""Makes copies of documents without metadata. Runs in the child process `inspect_child`, which alone may open files."""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Any


class Unreadable(Exception):
    """No copy can be made of the file."""


def bare_pdf(path: str, limits: dict[str, int]) -> bytes:
    """The pages alone: without properties, embedded files, links and names of people who annotated."""
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True) as opened:
            if "/Info" in opened.trailer:
                del opened.trailer["/Info"]
            if "/Names" in opened.Root and "/EmbeddedFiles" in opened.Root.Names:
                del opened.Root.Names["/EmbeddedFiles"]
            for item in opened.objects:
                _remove_metadata(item)
            out = BytesIO()
            opened.save(out, deterministic_id=True)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError, RecursionError):
        raise Unreadable from None
    return out.getvalue()


def _remove_metadata(pdf_object: Any) -> None:
    """Remove metadata, embedded files and links from an object of a PDF."""
    import pikepdf

    if not isinstance(pdf_object, pikepdf.Dictionary | pikepdf.Stream):
        return
    names: tuple[str, ...] = ("/Metadata", "/PieceInfo", "/AF", "/LastModified")
    if pdf_object.get("/Type") == "/Filespec" or "/EF" in pdf_object:
        names += ("/EF", "/F", "/UF", "/Desc")
    for name in names:
        if name in pdf_object:
            del pdf_object[name]
    if pdf_object.get("/S") == "/URI" and "/URI" in pdf_object:
        pdf_object["/URI"] = pikepdf.String("")
    if "/Rect" in pdf_object and "/T" in pdf_object and pdf_object.get("/Subtype") != "/Widget":
        del pdf_object["/T"]
    if "/Rect" in pdf_object:
        _remove_metadata(pdf_object.get("/A"))
    if isinstance(pdf_object, pikepdf.Stream) and pdf_object.get("/Filter") == "/DCTDecode":
        pdf_object.write(_strip_jpeg(pdf_object.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _strip_jpeg(content: bytes) -> bytes:
    """The same pixels without Exif, XMP, IPTC and comments."""
    at, pieces = 2, [content[:2]]
    while content[at : at + 1] == b"\xff" and content[at + 1] not in (0xD9, 0xDA) and at + 4 <= len(content):
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at + 1] not in (0xE1, 0xED, 0xFE):  # Exif and XMP, IPTC, comments
            pieces.append(content[at:end])
        at = end
    return b"".join([*pieces, content[at:]])


def _strip_png(content: bytes) -> bytes:
    """The same pixels without texts, Exif and time."""
    at, pieces = 8, [content[:8]]
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] not in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"):
            pieces.append(content[at:end])
        at = end
    return b"".join(pieces)


def bare_docx(path: str, limits: dict[str, int]) -> bytes:
    """The document without its properties and the names of people who wrote, changed or commented on it."""
    out = BytesIO()
    try:
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bare:
            for member in archive.infolist()[: limits["members"]]:
                content = _strip_part(member.filename, archive.read(member))
                bare.writestr(zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0)), content)
    except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, OSError, zlib.error):
        raise Unreadable from None
    return out.getvalue()


def _strip_part(name: str, content: bytes) -> bytes:
    if name.endswith(".xml"):
        if name.startswith(("docProps/", "customXml/")):
            return re.sub(rb">[^<>]+<", b"><", content)
        return re.sub(rb'((?:\w+:)?(?:author|initials|userId)=)"[^"]*"', rb'\1""', content)
    if content.startswith(b"\xff\xd8\xff"):
        return _strip_jpeg(content)
    return _strip_png(content) if content.startswith(b"\x89PNG") else content


TASKS = {task.__name__: task for task in (bare_pdf, bare_docx)}
