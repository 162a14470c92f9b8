"""Makes copies of documents without metadata. Runs in the child process `inspect_child`, which alone may open files."""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Any

from nominations.files.adapters import pdf_reading

_ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute", "/GoToE")


class Unreadable(Exception):
    """No copy can be made of the file."""


def bare_pdf(path: str, limits: dict[str, int]) -> bytes:
    """The pages alone: without properties, embedded files, links and names of people who annotated."""
    import pikepdf

    try:
        with pdf_reading.open_pdf(path, parts_may_miss=True) as opened:
            if "/Info" in opened.trailer:
                del opened.trailer["/Info"]
            _disarm(opened)
            for item in opened.objects:
                _remove_metadata(item)
            out = BytesIO()
            opened.save(out, deterministic_id=True)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError, RecursionError):
        raise Unreadable from None
    return out.getvalue()


def clean_pdf(path: str, limits: dict[str, int]) -> bytes:
    """A PDF that every reader opens and that does nothing of its own accord; nothing where the original is one."""
    import pikepdf

    try:
        with pdf_reading.open_pdf(path, parts_may_miss=True) as opened:
            is_armed = _disarm(opened)
            if not is_armed and not opened.is_encrypted and not pdf_reading.has_more_around(path):
                return b""
            out = BytesIO()
            opened.save(out, deterministic_id=not opened.is_encrypted)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError, RecursionError):
        raise Unreadable from None
    return out.getvalue()


def _disarm(opened: Any) -> bool:
    """Take out scripts, programs to start and files within; whether there was anything."""
    before = 0
    if "/Names" in opened.Root:
        for name in ("/EmbeddedFiles", "/JavaScript"):
            if name in opened.Root.Names:
                del opened.Root.Names[name]
                before += 1
    return bool(before + sum(_disarm_object(item) for item in opened.objects))


def _disarm_object(thing: Any) -> int:
    import pikepdf

    if isinstance(thing, pikepdf.Array):  # annotations are often written where they are listed
        return sum(_disarm_object(item) for item in thing if _is_direct(item))
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return 0
    within = _disarm_object(thing["/Annots"]) if "/Annots" in thing and _is_direct(thing["/Annots"]) else 0
    names = [name for name in ("/OpenAction", "/A", "/AA", "/Next") if name in thing]
    wrong = [name for name in names if _acts(thing[name], whole=name == "/AA")]
    if thing.get("/Subtype") == "/FileAttachment" and "/FS" in thing:
        wrong.append("/FS")
    for name in wrong:
        del thing[name]
    return len(wrong) + within


def _is_direct(thing: Any) -> bool:
    """Whether something stands where it is used: what does not is met among the objects of the file."""
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary | pikepdf.Array) and not thing.is_indirect


def _acts(action: Any, *, whole: bool) -> bool:
    """Whether an action does more than lead somewhere: a script, a program, a form that is sent off."""
    import pikepdf

    if not isinstance(action, pikepdf.Dictionary):
        return False
    return whole or "/JS" in action or str(action.get("/S")) in _ACTIONS


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


TASKS = {task.__name__: task for task in (bare_pdf, bare_docx, clean_pdf)}
