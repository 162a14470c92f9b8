"""What an uploaded file is, decided by its content and not by what it calls itself; refused when it is not whole.

The kind is told by the first bytes; then a child process with limits opens the file (`look_inside`).
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
from nominations.files.adapters.file_names import extension

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_BEGINNINGS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"PK\x03\x04": "docx"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHILD = inspect_child.__name__
# A child may take much memory: a flood of bombs must not multiply it.
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the content of a file proved to be; `format` is the usual name ending: pdf, jpg, png, docx."""

    format: str
    media_type: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None


def inspect(path: Path, name: str, formats: Collection[str], settings: Settings) -> Inspected:
    """Look into the file at `path`, called `name` by its owner, of which `formats` are accepted. Raises `BadFile`."""
    kind = _kind(path)
    ending = extension(name)
    if {"jpeg": "jpg"}.get(ending, ending) != kind:
        raise BadFile(Fault.WRONG_EXTENSION, extension=ending, media_type=MEDIA_TYPES[kind])
    if kind not in formats:
        raise BadFile(Fault.NOT_ACCEPTED, media_type=MEDIA_TYPES[kind])
    answer = json.loads(_ask(kind, path, settings))
    if "fault" in answer:
        raise BadFile(Fault(answer["fault"]), **answer["params"])
    return Inspected(kind, MEDIA_TYPES[kind], **answer)


def inspect_own(path: Path, settings: Settings) -> Inspected:
    """The same of a file that we made ourselves: there is nothing to fear in it, so no child is started."""
    kind = _kind(path)
    return Inspected(kind, MEDIA_TYPES[kind], **inspect_child.INSPECTIONS[kind](str(path), _limits(settings)))


def make_thumbnail(path: Path, settings: Settings, *, side: int = 480) -> bytes:
    """A JPEG of at most `side` pixels, upright and without metadata, of an inspected picture or of the first page of a
    PDF. Raises `BadFile`."""
    if _kind(path) == "pdf":
        return make_page_picture(path, settings, number=1, side=side)
    return _a_jpeg(_ask("thumbnail", path, settings, side=side))


def make_page_picture(path: Path, settings: Settings, *, number: int, side: int) -> bytes:
    """The same of one page of a PDF, the first being 1. Raises `BadFile`, also where there is no such page."""
    return _a_jpeg(_ask("page", path, settings, page=number - 1, side=side))


def _a_jpeg(answer: bytes) -> bytes:
    if answer.startswith(b"\xff\xd8\xff"):
        return answer
    raise BadFile(Fault(json.loads(answer)["fault"]))


def make_bare_copy(path: Path, media_type: str, settings: Settings) -> bytes:
    """A paper without its properties and the names of those who wrote it, its pages as they are. Raises `BadFile`."""
    answer = _ask("bare_pdf" if media_type == MEDIA_TYPES["pdf"] else "bare_docx", path, settings)
    if answer.startswith((b"%PDF-", b"PK")):
        return answer
    raise BadFile(Fault(json.loads(answer)["fault"]))


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        beginning = file.read(1024)
    if not beginning:
        raise BadFile(Fault.EMPTY)
    kind = next((kind for mark, kind in _BEGINNINGS.items() if beginning.startswith(mark)), None)
    if kind is None:
        raise BadFile(_stranger(path, beginning))
    # Readers look for a PDF's mark in the first kilobyte, and for a ZIP's in the last 64.
    if (kind != "pdf" and b"%PDF-" in beginning) or (kind != "docx" and zipfile.is_zipfile(path)):
        raise BadFile(Fault.MIXED)
    return kind


def _stranger(path: Path, beginning: bytes) -> Fault:
    """Why what none of the marks fits is refused."""
    if b"%PDF-" in beginning:
        return Fault.MIXED
    # Office wraps a document with a password into its old format.
    if beginning.startswith(_OLD_OFFICE) and "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return Fault.ENCRYPTED
    return Fault.UNKNOWN_KIND


def _ask(task: str, path: Path, settings: Settings, **more: int) -> bytes:
    """The child's answer: bytes it made, or JSON."""
    question: dict[str, Any] = {"task": task, "path": str(path), "limits": _limits(settings) | more}
    seconds = settings.inspection_seconds
    limits = Limits(settings.inspection_memory_mb * MEGABYTE, seconds, seconds)
    with _AT_ONCE:
        try:
            return sandbox.run_child(_CHILD, [json.dumps(question)], b"", limits, ChildFailed)
        except ChildFailed as error:
            raise _why_not(error) from None


def _why_not(no: ChildFailed) -> Exception:
    """What a child that did not answer says of the file."""
    if no.status == sandbox.NOT_INSTALLED:  # the file is not to blame
        return RuntimeError(f"The inspection of files is not installed: {no.detail}")
    # Ended by a limit, or thrown off its feet by a signal: that file asks for more than we give.
    thrown = no.status is not None and no.status < 0
    return BadFile(Fault.BROKEN if no.reason is Reason.BROKEN and not thrown else Fault.TOO_HARD)


def _limits(settings: Settings) -> dict[str, int]:
    return {
        "memory_mb": settings.inspection_memory_mb,
        "pages": settings.pdf_pages,
        "pixels": settings.picture_pixels,
        "members": settings.docx_members,
        "unpacked": settings.docx_bytes,
    }
