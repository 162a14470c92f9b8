"""Derived copies of stored files, made once and cached in the data folder by the SHA-256 of the original.

There are a small and a large picture of a picture or of the first page of a PDF, pictures of the pages of a PDF,
copies without metadata for people other than the owner, and the text that a document carries.
"""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nominations.core.settings import Settings
from nominations.files.adapters import inspection, pictures
from nominations.files.adapters.store import files

SMALL, LARGE = 480, 2000
# Pixels on the longer side of a page: sharp enough for its footnotes on the review page.
PAGE = 1700
PICTURES = ("image/jpeg", "image/png")
# The media types of which there are thumbnails; of a PDF it shows the first page.
SHOWN = (*PICTURES, "application/pdf")


def load_thumbnail(sha256: str, settings: Settings) -> bytes:
    """A small JPEG of a stored, inspected file. Raises `BadFile` where it cannot be made, `FileNotFoundError`."""
    return _load_or_make(
        f"{sha256}.jpg", sha256, settings, lambda path: inspection.make_thumbnail(path, settings, side=SMALL)
    )


def load_large_picture(sha256: str, settings: Settings) -> bytes:
    """The same with at most `LARGE` pixels on the longer side, which is still usable on a slow connection."""
    return _load_or_make(
        f"{sha256}.large.jpg", sha256, settings, lambda path: inspection.make_thumbnail(path, settings, side=LARGE)
    )


def load_page_picture(sha256: str, number: int, settings: Settings) -> bytes:
    """One page of a PDF, counted from 1, as a JPEG. Raises as above, also beyond the last page."""
    return _load_or_make(f"{sha256}.page-{number}.jpg", sha256, settings,
                 lambda path: inspection.make_page_picture(path, settings, number=number, side=PAGE))


def load_page_lines(sha256: str, number: int, settings: Settings) -> list[dict[str, Any]]:
    """The lines that the picture of a page shows, each with text, x, y, w and h. Raises as above."""
    return json.loads(_load_or_make(
        f"{sha256}.lines-{number}", sha256, settings,
        lambda path: inspection.read_page_lines(path, settings, number=number, side=PAGE),
    ))


def load_bare_copy(sha256: str, settings: Settings) -> bytes:
    """A copy of a picture with the same pixels and without metadata. Raises as above."""
    return _load_or_make(f"{sha256}.bare", sha256, settings, pictures.strip_metadata)


def load_clean_copy(sha256: str, settings: Settings) -> bytes:
    """A PDF for others, that every reader opens and that runs nothing; empty where the original is one. Raises as
    above."""
    return _load_or_make(f"{sha256}.clean", sha256, settings, lambda path: inspection.make_clean_copy(path, settings))


def load_nameless_copy(sha256: str, media_type: str, settings: Settings) -> bytes:
    """A copy of any stored file without properties and metadata, for readers who may not know its owner. Raises as
    above."""
    if media_type in PICTURES:
        return load_bare_copy(sha256, settings)
    return _load_or_make(
        f"{sha256}.nameless", sha256, settings, lambda path: inspection.make_bare_copy(path, media_type, settings)
    )


def load_texts(sha256: str, media_type: str, settings: Settings) -> list[str] | None:
    """The text of each page of a document; None of a picture, which carries none. Raises as above."""
    if media_type in PICTURES:
        return None
    texts: list[str] = json.loads(_load_or_make(
        f"{sha256}.texts", sha256, settings, lambda path: inspection.read_texts(path, media_type, settings)
    ))
    return texts


def _load_or_make(name: str, sha256: str, settings: Settings, make: Callable[[Path], bytes]) -> bytes:
    cache_path = settings.data / "thumbnails" / sha256[:2] / name
    try:
        return cache_path.read_bytes()
    except FileNotFoundError:
        pass
    with files(settings).local(sha256) as path:
        content = make(path)
    _write_whole(cache_path, content)
    return content


def _write_whole(path: Path, content: bytes) -> None:
    """Write the file so that a reader finds all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.write_bytes(content)
    os.replace(draft, path)
