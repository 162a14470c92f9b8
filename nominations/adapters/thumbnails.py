"""Small pictures of pictures, made once and kept in the data folder by the content they show."""

import os
import secrets
from pathlib import Path

from nominations.adapters import inspection
from nominations.adapters.files import files
from nominations.settings import Settings


def thumbnail(sha256: str, settings: Settings) -> bytes:
    """A small JPEG of a stored, inspected picture. Raises `BadFile` where it cannot be made, `FileNotFoundError`."""
    kept = settings.data / "thumbnails" / sha256[:2] / f"{sha256}.jpg"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        pass
    with files(settings).local(sha256) as path:
        made = inspection.thumbnail(path, settings)
    _keep(kept, made)
    return made


def _keep(place: Path, content: bytes) -> None:
    """A reader finds the whole picture or none."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    draft.write_bytes(content)
    os.replace(draft, place)
