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


def thumbnail(sha256: str, settings: Settings) -> bytes:
    """A small JPEG of a stored, inspected file. Raises `BadFile` where it cannot be made, `FileNotFoundError`."""
    return _kept(f"{sha256}.jpg", sha256, settings, lambda path: inspection.thumbnail(path, settings, side=SMALL))


def large(sha256: str, settings: Settings) -> bytes:
    """The same large enough for a screen: 2000 pixels at most, which a poor line still brings."""
    return _kept(f"{sha256}.large.jpg", sha256, settings, lambda path: inspection.thumbnail(path, settings, side=LARGE))


def page(sha256: str, number: int, settings: Settings) -> bytes:
    """One page of a PDF, the first being 1, to be read on a screen. Raises as above, also beyond the last page."""
    return _kept(f"{sha256}.page-{number}.jpg", sha256, settings,
                 lambda path: inspection.page(path, settings, number=number, side=PAGE))


def bare(sha256: str, settings: Settings) -> bytes:
    """A picture's copy for others, pixel for pixel, without metadata. Raises as above."""
    return _kept(f"{sha256}.bare", sha256, settings, pictures.stripped)


def nameless(sha256: str, media_type: str, settings: Settings) -> bytes:
    """Any stored file for somebody who may not know whose it is: without properties and metadata. Raises as above."""
    if media_type in PICTURES:
        return bare(sha256, settings)
    return _kept(f"{sha256}.nameless", sha256, settings, lambda path: inspection.bare(path, media_type, settings))


def _kept(name: str, sha256: str, settings: Settings, make: Callable[[Path], bytes]) -> bytes:
    place = settings.data / "thumbnails" / sha256[:2] / name
    try:
        return place.read_bytes()
    except FileNotFoundError:
        pass
    with files(settings).local(sha256) as path:
        made = make(path)
    _keep(place, made)
    return made


def _keep(place: Path, content: bytes) -> None:
    """A reader finds the whole picture or none."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    draft.write_bytes(content)
    os.replace(draft, place)
