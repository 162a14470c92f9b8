"""Small pictures for lists: made once from the stored original, kept in a folder, without anything but pixels."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from nominations.adapters.files import Files

SIDE = 480
QUALITY = 80


class NoPicture(ValueError):
    """There is nothing to make a small picture of."""


def thumbnail(store: Files, folder: Path, sha256: str, most_pixels: int) -> Path:
    """The path of a JPEG of at most 480 pixels a side. Raises `NoPicture`, and `FileNotFoundError` without original."""
    kept = folder / f"{sha256}.jpg"
    if kept.exists():
        return kept
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with store.local(sha256) as original:
        content = _small(original, most_pixels)
    with NamedTemporaryFile(dir=folder, prefix="part-", delete=False) as draft:
        draft.write(content)
    os.replace(draft.name, kept)
    return kept


def _small(original: Path, most_pixels: int) -> bytes:
    from io import BytesIO

    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(original, formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > most_pixels:
                raise NoPicture("too many pixels")
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((SIDE, SIDE))
            made = BytesIO()
            upright.save(made, "JPEG", quality=QUALITY)
    except (UnidentifiedImageError, OSError, SyntaxError) as broken:
        raise NoPicture(str(broken)) from None
    return made.getvalue()
