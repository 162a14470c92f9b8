"""The text that a document carries, page by page: read in the child process, to look for names in it.

A page that is a picture carries none: what is written on it cannot be known here.
"""

import html
import json
import re
import unicodedata
import zipfile
import zlib
from typing import Any

from nominations.files.adapters.metadata_free_copies import Unreadable

# Enough for any page that people read; a page made to be endless is cut.
MOST_CHARACTERS = 50_000
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_PARAGRAPH_END = re.compile(r"</w:p>|<w:br\b[^>]*/>|<w:tab\b[^>]*/>")
_TAG = re.compile(r"<[^>]*>")


def pdf_text(path: str, limits: dict[str, int]) -> bytes:
    """The text of each page of a PDF, as JSON; Arabic letters in the forms in which people type them."""
    import pypdfium2

    texts = []
    try:
        with pypdfium2.PdfDocument(path) as opened:
            for number in range(min(len(opened), limits["pages"])):
                text = opened[number].get_textpage().get_text_bounded()
                texts.append(unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]))
    except (pypdfium2.PdfiumError, ValueError, IndexError, OSError):
        raise Unreadable from None
    return json.dumps(texts).encode()


def docx_text(path: str, limits: dict[str, int]) -> bytes:
    """The text of a DOCX with its headers and footers, as one page."""
    texts = []
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist()[: limits["members"]]:
                if _PARTS.fullmatch(member.filename) and member.file_size <= limits["unpacked"]:
                    part = archive.read(member).decode("utf-8", "replace")
                    texts.append(html.unescape(_TAG.sub("", _PARAGRAPH_END.sub("\n", part))))
    except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, OSError, zlib.error):
        raise Unreadable from None
    return json.dumps([unicodedata.normalize("NFKC", "\n".join(texts))]).encode()


def page_lines(path: str, limits: dict[str, int]) -> bytes:
    """The lines of one page of a PDF with their boxes in hundredths of the page, as JSON: what its picture shows.

    A letter counts where the page changes when its text is taken away. What lies under a black bar, is white on white
    or is drawn invisibly is in the file but not in the picture, and must not be in the lines either.
    """
    import pypdfium2
    from PIL import ImageChops

    try:
        with pypdfium2.PdfDocument(path) as opened:
            page = opened[limits["page"]]
            width, height = page.get_size()
            if not (0 < width < 1e6 and 0 < height < 1e6) or page.get_rotation():
                return b"[]"
            letters = _read_letters(page.get_textpage())
            scale = limits["side"] / max(width, height)
            whole = page.render(scale=scale).to_pil().convert("L")
            for drawn in list(page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_TEXT,), max_depth=1)):
                page.remove_obj(drawn)
            seen = ImageChops.difference(whole, page.render(scale=scale).to_pil().convert("L"))
    except (pypdfium2.PdfiumError, ValueError, IndexError, OSError):
        raise Unreadable from None
    return json.dumps(_join_lines(letters, seen, width, height)).encode()


_DARKER = 40  # of 255: less is the edge of a neighbouring letter
_MOST_LETTERS = 20_000


def _read_letters(page: Any) -> list[tuple[str, tuple[float, ...] | None]]:
    """The characters in reading order with their boxes; none for a space or the end of a line."""
    text = page.get_text_range(0, min(page.count_chars(), _MOST_LETTERS), errors="replace")
    if len(text) != min(page.count_chars(), _MOST_LETTERS):
        return []  # characters beyond the basic plane shift the boxes: no layer is better than a wrong one
    return [(letter, None if letter.isspace() else page.get_charbox(place)) for place, letter in enumerate(text)]


def _join_lines(letters: list[Any], seen: Any, width: float, height: float) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    text, boxes = "", list[tuple[float, ...]]()
    for letter, box in [*letters, ("\n", None)]:
        if letter in "\r\n":
            if boxes:
                lines.append(_place_line(text, boxes, width, height))
            text, boxes = "", []
        elif box is None:
            text += " "
        elif _is_seen(box, seen, width, height):
            text += letter
            boxes.append(box)
        else:
            text += " "
    return lines


def _is_seen(box: tuple[float, ...], seen: Any, width: float, height: float) -> bool:
    left, bottom, right, top = box
    across, down = seen.width / width, seen.height / height
    # Without its edges, where a neighbour may reach in.
    edge = (right - left) * 0.15
    area = (int((left + edge) * across), int((height - top) * down), int((right - edge) * across) + 1,
            int((height - bottom) * down) + 1)
    return seen.crop(area).getextrema()[1] > _DARKER


def _place_line(text: str, boxes: list[tuple[float, ...]], width: float, height: float) -> dict[str, Any]:
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return {
        "text": " ".join(unicodedata.normalize("NFKC", text).split()), "x": round(left / width * 100, 2),
        "y": round((height - top) / height * 100, 2), "w": round((right - left) / width * 100, 2),
        "h": round((top - bottom) / height * 100, 2), "size": round((top - bottom) / width * 100, 2),
    }


TASKS = {task.__name__: task for task in (pdf_text, docx_text, page_lines)}
