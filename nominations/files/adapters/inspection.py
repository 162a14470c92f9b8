"""Determines the format of an uploaded file by its content, and refuses a file that is damaged or exceeds a limit.

The first bytes decide the format; then a child process with limits opens the file (`inspect_child`).
"""

import json
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from nominations.core.adapters import sandbox
from nominations.core.adapters.sandbox import MEGABYTE, ChildFailed, Limits, Reason
from nominations.core.settings import Settings
from nominations.files.adapters import inspect_child
from nominations.files.adapters.bad_file import BadFile, Fault
from nominations.files.adapters.file_names import clean_name, extension
from nominations.files.adapters.pdf_reading import BLANKS

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_SIGNATURES = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"PK\x03\x04": "docx"}
# Endings of papers and pictures: whoever has the wrong one of them is mistaken, and not in disguise.
_PICTURES = frozenset((
    "jpg", "jpeg", "jpe", "jfif", "jif", "pjpeg", "pjp", "png", "apng", "heic", "heif", "webp", "tif", "tiff", "bmp",
    "gif",
))
_HARMLESS = _PICTURES | {"", "pdf", "docx", "doc"}
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHILD = inspect_child.__name__
# A child may take much memory, which many hostile files at once must not multiply.
_CHILD_SLOTS = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the inspection found; `format` is the usual extension: pdf, jpg, png or docx."""

    format: str
    media_type: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None


def inspect(path: Path, name: str, formats: Collection[str], settings: Settings) -> Inspected:
    """Inspect the file at `path`, which its owner named `name`. Raises `BadFile` unless its format is in `formats`."""
    kind = _detect_format(path)
    ending = extension(name)
    if ending not in _HARMLESS:
        raise BadFile(Fault.WRONG_EXTENSION, extension=ending, media_type=MEDIA_TYPES[kind])
    if kind not in formats:
        raise BadFile(Fault.NOT_ACCEPTED, media_type=MEDIA_TYPES[kind])
    answer = json.loads(_run_child(kind, path, settings))
    if "fault" in answer:
        raise BadFile(Fault(answer["fault"]), **answer["params"])
    return Inspected(kind, MEDIA_TYPES[kind], **answer)


def may_be_taken(name: str, formats: Collection[str]) -> bool:
    """Whether a file of this name may turn out to be one of the formats, before its content is here."""
    ending = extension(name)
    kinds = {"jpg", "png"} if ending in _PICTURES else {"docx"} if ending == "doc" else {ending} & set(MEDIA_TYPES)
    return ending == "" or not kinds.isdisjoint(formats)


def usual_name(name: str, kind: str) -> str:
    """The name with the ending of its content, which is known: Windows calls a JPEG `.jfif`, phones forget endings."""
    ending = extension(name)
    if ending == kind or (kind == "jpg" and ending == "jpeg"):
        return name
    return clean_name(f"{name.rpartition('.')[0] if ending in _HARMLESS - {''} else name}.{kind}")


def inspect_own(path: Path, settings: Settings) -> Inspected:
    """The same for a file that the application made itself: it is trusted, so no child process is started."""
    kind = _detect_format(path)
    return Inspected(kind, MEDIA_TYPES[kind], **inspect_child.INSPECTIONS[kind](str(path), _collect_limits(settings)))


def make_thumbnail(path: Path, settings: Settings, *, side: int = 480) -> bytes:
    """A JPEG of at most `side` pixels, upright and without metadata, of an inspected picture or of the first page of a
    PDF. Raises `BadFile`."""
    if _detect_format(path) == "pdf":
        return make_page_picture(path, settings, number=1, side=side)
    return _require_jpeg(_run_child("thumbnail", path, settings, side=side))


def make_page_picture(path: Path, settings: Settings, *, number: int, side: int) -> bytes:
    """The same for one page of a PDF, counted from 1. Raises `BadFile`, also where there is no such page."""
    return _require_jpeg(_run_child("page", path, settings, page=number - 1, side=side))


def _require_jpeg(answer: bytes) -> bytes:
    if answer.startswith(b"\xff\xd8\xff"):
        return answer
    raise BadFile(Fault(json.loads(answer)["fault"]))


def make_bare_copy(path: Path, media_type: str, settings: Settings) -> bytes:
    """A copy of a PDF or DOCX without properties and names of authors, with unchanged pages. Raises `BadFile`."""
    answer = _run_child("bare_pdf" if media_type == MEDIA_TYPES["pdf"] else "bare_docx", path, settings)
    if answer.startswith((b"%PDF-", b"PK")):
        return answer
    raise BadFile(Fault(json.loads(answer)["fault"]))


def read_page_lines(path: Path, settings: Settings, *, number: int, side: int) -> bytes:
    """The lines that the picture of one page of a PDF shows, with their places, as a JSON list. Raises `BadFile`."""
    answer = _run_child("page_lines", path, settings, page=number - 1, side=side)
    if answer.startswith(b"["):
        return answer
    raise BadFile(Fault(json.loads(answer)["fault"]))


def read_texts(path: Path, media_type: str, settings: Settings) -> bytes:
    """The text that a PDF carries on each page, or a DOCX as one, as a JSON list. Raises `BadFile`."""
    answer = _run_child("pdf_text" if media_type == MEDIA_TYPES["pdf"] else "docx_text", path, settings)
    if answer.startswith(b"["):
        return answer
    raise BadFile(Fault(json.loads(answer)["fault"]))


def make_clean_copy(path: Path, settings: Settings) -> bytes:
    """A PDF that every reader opens and that does nothing of its own accord; empty where the original is one.

    Raises `BadFile`.
    """
    answer = _run_child("clean_pdf", path, settings)
    if not answer or answer.startswith(b"%PDF-"):
        return answer
    raise BadFile(Fault(json.loads(answer)["fault"]))


def _detect_format(path: Path) -> str:
    with path.open("rb") as file:
        beginning = file.read(1024)
    if not beginning:
        raise BadFile(Fault.EMPTY)
    plain = beginning.lstrip(BLANKS)
    kind = "pdf" if plain.startswith(b"%PDF-") else next(
        (kind for mark, kind in _SIGNATURES.items() if beginning.startswith(mark)), None
    )
    if kind is None:
        raise BadFile(_find_unknown_fault(path, beginning))
    # Programs look for the signature of a PDF in the first kilobyte, and for that of a ZIP in the last 64.
    if (kind != "pdf" and b"%PDF-" in beginning) or (kind != "docx" and zipfile.is_zipfile(path)):
        raise BadFile(Fault.MIXED)
    return kind


def _find_unknown_fault(path: Path, beginning: bytes) -> Fault:
    """The fault of a file whose signature is not known."""
    if b"%PDF-" in beginning:
        return Fault.MIXED
    if beginning[4:8] == b"ftyp" and beginning[8:12] in _HEIC_BRANDS:
        return Fault.IPHONE_PICTURE
    # Office stores a document with a password in its old format.
    if beginning.startswith(_OLD_OFFICE) and "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return Fault.ENCRYPTED
    return Fault.UNKNOWN_KIND


def _run_child(task: str, path: Path, settings: Settings, **more: int) -> bytes:
    """Run the task in a child process and return its output: bytes that it made, or JSON."""
    question: dict[str, Any] = {"task": task, "path": str(path), "limits": _collect_limits(settings) | more}
    seconds = settings.inspection_seconds
    limits = Limits(settings.inspection_memory_mb * MEGABYTE, seconds, seconds)
    with _CHILD_SLOTS:
        try:
            return sandbox.run_child(_CHILD, [json.dumps(question)], b"", limits, ChildFailed)
        except ChildFailed as error:
            raise _explain_failure(error) from None


def _explain_failure(failure: ChildFailed) -> Exception:
    """The exception for a child process that failed: a fault of the file, or a missing library."""
    if failure.status == sandbox.NOT_INSTALLED:  # the file is not to blame
        return RuntimeError(f"The inspection of files is not installed: {failure.detail}")
    # A child that was ended by a limit or a signal needed more than the limits allow.
    was_killed = failure.status is not None and failure.status < 0
    return BadFile(Fault.BROKEN if failure.reason is Reason.BROKEN and not was_killed else Fault.TOO_HARD)


def _collect_limits(settings: Settings) -> dict[str, int]:
    return {
        "memory_mb": settings.inspection_memory_mb,
        "pages": settings.pdf_pages,
        "pixels": settings.picture_pixels,
        "members": settings.docx_members,
        "unpacked": settings.docx_bytes,
    }
