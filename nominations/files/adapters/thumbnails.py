"""What is shown of a stored file instead of itself, made once and kept in the data folder by the content it shows.

A small and a large picture of a picture or of the first page of a PDF; and a picture's own copy for others, without
the place where it was taken or anything else that only its camera knew.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from nominations.core.settings import Settings
from nominations.files.adapters import inspection, pictures
from nominations.files.adapters.store import files

SMALL, LARGE = 480, 2000
# A page as wide as the desk shows it, sharp enough for its footnotes.
PAGE = 1700
PICTURES = ("image/jpeg", "image/png")
# What has a picture to show: pictures, and papers by their first page.
SHOWN = (*PICTURES, "application/pdf")


def load_thumbnail(sha256: str, settings: Settings) -> bytes:
    """A small JPEG of a stored, inspected file. Raises `BadFile` where it cannot be made, `FileNotFoundError`."""
    return _load_or_make(
        f"{sha256}.jpg", sha256, settings, lambda path: inspection.make_thumbnail(path, settings, side=SMALL)
    )


def load_large_picture(sha256: str, settings: Settings) -> bytes:
    """The same large enough for a screen: 2000 pixels at most, which a poor line still brings."""
    return _load_or_make(
        f"{sha256}.large.jpg", sha256, settings, lambda path: inspection.make_thumbnail(path, settings, side=LARGE)
    )


def load_page_picture(sha256: str, number: int, settings: Settings) -> bytes:
    """One page of a PDF, the first being 1, to be read on a screen. Raises as above, also beyond the last page."""
    return _load_or_make(f"{sha256}.page-{number}.jpg", sha256, settings,
                 lambda path: inspection.make_page_picture(path, settings, number=number, side=PAGE))


def load_bare_copy(sha256: str, settings: Settings) -> bytes:
    """A picture's copy for others, pixel for pixel, without metadata. Raises as above."""
    return _load_or_make(f"{sha256}.bare", sha256, settings, pictures.strip_metadata)


def load_nameless_copy(sha256: str, media_type: str, settings: Settings) -> bytes:
    """Any stored file for somebody who may not know whose it is: without properties and metadata. Raises as above."""
    if media_type in PICTURES:
        return load_bare_copy(sha256, settings)
    return _load_or_make(
        f"{sha256}.nameless", sha256, settings, lambda path: inspection.make_bare_copy(path, media_type, settings)
    )


def _load_or_make(name: str, sha256: str, settings: Settings, make: Callable[[Path], bytes]) -> bytes:
    place = settings.data / "thumbnails" / sha256[:2] / name
    try:
        return place.read_bytes()
    except FileNotFoundError:
        pass
    with files(settings).local(sha256) as path:
        content = make(path)
    _keep(place, content)
    return content


def _keep(place: Path, content: bytes) -> None:
    """A reader finds the whole picture or none."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    draft.write_bytes(content)
    os.replace(draft, place)
