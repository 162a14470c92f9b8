"""Renders HTML to PDF. The only module that uses WeasyPrint; it opens the shipped fonts and ornaments and nothing else.

WeasyPrint takes most of a second to import, so it is imported when the first page is made. Callers go through
`documents.adapters.render`, which does this work in a child with limits.
"""

import base64
import binascii
import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from nominations.documents.adapters.pdf_repairs.arabic_mark_order import set_in_line
from nominations.documents.adapters.pdf_repairs.glyphs import mend_maps

OWN_SCHEME = "house:"  # url(house:NotoSerif-Regular.ttf) in the reports' style sheet
LARGEST_PICTURE = 2_000_000  # characters of a data URI
_PICTURES = {"data:image/jpeg;base64,": b"\xff\xd8\xff", "data:image/png;base64,": b"\x89PNG\r\n\x1a\n"}
# The families of style.css, as they are named in the PDF.
_NAMES_IN_PDF = {
    "Award-Serif": "NotoSerif-Regular.ttf", "Award-Serif-Bold": "NotoSerif-Bold.ttf",
    "Award-Sans": "NotoSans-Regular.ttf", "Award-Sans-Bold": "NotoSans-Bold.ttf",
    "Award-Naskh": "NotoNaskhArabic-Regular.ttf", "Award-Naskh-Bold": "NotoNaskhArabic-Bold.ttf",
}
_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml"}


class RefusedFetch(ValueError):
    """A document refers to something other than a shipped file or a small picture within itself."""


@cache
def own_files() -> dict[str, Path]:
    """The files a document may use, by name: the fonts and ornaments shipped with the reports."""
    documents = Path(__file__).parents[1]
    return {path.name: path for folder in ("fonts", "ornaments") for path in sorted((documents / folder).glob("*.*"))
            if path.suffix in _TYPES}


def fetch_own(url: str) -> tuple[bytes, str]:
    """Content and type of a shipped file, or of a small JPEG or PNG in a data URI. Raises `RefusedFetch` otherwise."""
    if url.startswith(OWN_SCHEME):
        path = own_files().get(unquote(url.removeprefix(OWN_SCHEME)))
        if path is not None:
            return path.read_bytes(), _TYPES[path.suffix]
    for start, magic in _PICTURES.items():
        if url.startswith(start) and len(url) <= LARGEST_PICTURE:
            return _decode_picture(url.removeprefix(start), magic), start[5:-8]
    raise RefusedFetch(f"A report asked for {url[:200]!r}")


def _decode_picture(encoded: str, magic: bytes) -> bytes:
    try:
        content = base64.b64decode(encoded, validate=True)
    except binascii.Error as reason:
        raise RefusedFetch("A report holds a picture that is not one") from reason
    if not content.startswith(magic):
        raise RefusedFetch("A report holds a picture of another type than it says")
    return content


@cache
def load_libraries() -> object:
    """Load what every document needs, without starting a thread, so that a process can fork afterwards.

    Returns the list of the system's fonts, which must stay in memory. A child without enough memory cannot map that
    list from its file: Fontconfig would then read every font again, fail, and write an empty list to the file that all
    programs of the machine share.
    """
    import weasyprint.document  # noqa: F401 (with all that it needs)
    from weasyprint.text.ffi import ffi, fontconfig

    own_files()
    return ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)


def to_pdf(html: str, variant: str = "pdf/ua-1") -> bytes:
    """The document as PDF; the variant `form` is PDF/UA with fields to be filled in.

    Raises `RefusedFetch` where the document refers to anything from outside.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class NothingFromOutside(URLFetcher):
        """Keeps texts of applicants from making the server open a file or an address."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            try:
                content, content_type = fetch_own(url)
            except RefusedFetch as error:
                # WeasyPrint ignores every other exception and continues without the content.
                raise FatalURLFetchingError(str(error)) from error
            return URLFetcherResponse(url, content, {"Content-Type": content_type})

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    fonts = {name: own_files()[file] for name, file in _NAMES_IN_PDF.items()}
    try:
        return HTML(string=html, url_fetcher=NothingFromOutside()).write_pdf(
            pdf_variant="pdf/ua-1" if variant == "form" else variant, pdf_forms=variant == "form",
            finisher=lambda document, pdf: _repair_text(pdf, fonts)
        )
    except FatalURLFetchingError as error:
        raise RefusedFetch(str(error)) from error


def _repair_text(pdf: Any, fonts: Mapping[str, Path]) -> None:
    mend_maps(pdf, fonts)
    set_in_line(pdf, fonts)
