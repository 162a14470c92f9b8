"""The text that a document carries, page by page: read in the child process, to look for names in it.

A page that is a picture carries none: what is written on it cannot be known here.
"""

import html
import json
import re
import unicodedata
import zipfile
import zlib

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


TASKS = {task.__name__: task for task in (pdf_text, docx_text)}
