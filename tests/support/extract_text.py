"""Extracts all text of a file, of any format and nesting, for the search for planted words."""

import io
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf
from pypdf import PdfReader

DEEPEST = 4


def opened(content: bytes, depth: int = 0) -> str:
    """The bytes themselves, and everything unpacked from them: names, properties, streams, embedded files."""
    decoded = (content.decode("utf-8", "replace"), content.decode("utf-16", "replace"))
    return "\n".join((*decoded, *_within(content, depth)))


def _within(content: bytes, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment.decode("utf-8", "replace")
            for member in archive.infolist():
                yield f"{member.filename}\n{member.comment.decode('utf-8', 'replace')}"
                yield opened(archive.read(member), depth + 1)
    elif content.startswith(b"%PDF-"):
        yield from _of_pdf(content, depth)
    elif content.startswith(b"\x89PNG"):
        yield from _of_png(content)


def _of_pdf(content: bytes, depth: int) -> Iterator[str]:
    """What is drawn on the pages, every string of every object, and every stream unpacked."""
    try:
        reader = PdfReader(io.BytesIO(content))
        yield from (page.extract_text() for page in reader.pages)
        document = pikepdf.open(io.BytesIO(content))
    except Exception as broken:  # noqa: BLE001 (a broken file has been read as bytes already)
        yield f"not opened: {type(broken).__name__}"
        return
    with document:
        yield from _strings(document.trailer)
        for item in document.objects:
            if isinstance(item, pikepdf.Stream):
                yield from _strings(item.stream_dict)
                try:
                    yield opened(item.read_bytes(), depth + 1)
                except pikepdf.PdfError:
                    yield opened(item.read_raw_bytes(), depth + 1)
            else:
                yield from _strings(item)


def _strings(thing: object, depth: int = 0) -> Iterator[str]:
    """The strings of an object that is no reference to another: those are met by themselves."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif depth < 20 and isinstance(thing, pikepdf.Array):
        for item in thing:
            if not getattr(item, "is_indirect", False):
                yield from _strings(item, depth + 1)
    elif depth < 20 and isinstance(thing, pikepdf.Dictionary):
        for name, item in thing.items():
            yield str(name)
            if not getattr(item, "is_indirect", False):
                yield from _strings(item, depth + 1)


def _of_png(content: bytes) -> Iterator[str]:
    at = 8
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + length]
        if kind in (b"zTXt", b"iTXt"):
            # Behind its key a text may be packed; where it begins depends on the kind.
            packed = body[body.find(b"\x78"):] if b"\x78" in body else b""
            while packed:
                try:
                    yield zlib.decompress(packed).decode("utf-8", "replace")
                    break
                except zlib.error:
                    packed = packed[1:]
        at += 12 + length
