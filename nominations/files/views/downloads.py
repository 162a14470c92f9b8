"""Sends stored files: only those that the scanner released, checked by their hash, with headers that keep a browser
from running them.

Attachments are sent by `send_to_owner`, `send_to_others`, `send_nameless`, `send_small_picture`, `send_large_picture`
or `send_page`, which check the scanner's result. `send_stored_file` does not: it sends what the application made.
"""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, stream_with_context

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.settings import Settings
from nominations.files.adapters.bad_file import BadFile
from nominations.files.adapters.file_names import content_disposition
from nominations.files.adapters.store import files
from nominations.files.adapters.thumbnails import (
    PICTURES,
    SHOWN,
    load_bare_copy,
    load_clean_copy,
    load_large_picture,
    load_nameless_copy,
    load_page_lines,
    load_page_picture,
    load_thumbnail,
)
from nominations.files.queries import scans
from nominations.web.request import settings, work
from nominations.web.security_headers import SANDBOX

PDF = "application/pdf"
Lines = list[dict[str, Any]]
__all__ = [
    "PDF", "PICTURES", "SHOWN", "Lines", "send_large_picture", "send_nameless", "send_page", "send_page_lines",
    "send_small_picture", "send_stored_file", "send_to_others", "send_to_owner",
]


def send_stored_file(sha256: str, name: str, media_type: str) -> Response:
    """The stored content under its original name, as a download."""
    store = files(settings())
    response = Response(stream_with_context(store.open(sha256)), mimetype=media_type)
    response.headers["Content-Length"] = str(store.size(sha256))
    return _add_headers(response, name)


def send_to_owner(sha256: str, name: str, media_type: str) -> Response:
    """An attachment byte for byte as it was uploaded, so that its hash is the one on the receipt."""
    scans.require_ready(work(), sha256)
    return send_stored_file(sha256, name, media_type)


def send_to_others(sha256: str, name: str, media_type: str) -> Response:
    """An attachment for people other than its owner: pictures without metadata such as the place, PDFs that open
    everywhere and run nothing."""
    scans.require_ready(work(), sha256)
    if media_type not in SHOWN:
        return send_stored_file(sha256, name, media_type)
    work().session.close()  # no connection is held while a copy is made
    try:
        content = load_bare_copy(sha256, settings()) if media_type in PICTURES else _load_clean_copy(sha256)
    except (BadFile, FileNotFoundError):
        raise Refused(Refusal.NOT_FOUND) from None
    if not content:
        return send_stored_file(sha256, name, media_type)
    return _add_headers(Response(content, mimetype=media_type), name)


def _load_clean_copy(sha256: str) -> bytes:
    """Nothing where the original needs no copy, or is so hard to copy that it has to do."""
    try:
        return load_clean_copy(sha256, settings())
    except BadFile:
        return b""


def send_nameless(sha256: str, name: str, media_type: str) -> Response:
    """An attachment for somebody who may not know whose it is: without properties and metadata of any kind."""
    scans.require_ready(work(), sha256)
    work().session.close()  # no connection is held while a copy is made
    try:
        content = load_nameless_copy(sha256, media_type, settings())
    except (BadFile, FileNotFoundError):
        raise Refused(Refusal.NOT_FOUND) from None
    return _add_headers(Response(content, mimetype=media_type), name)


def send_small_picture(sha256: str, media_type: str) -> Response:
    """A small copy of a picture, or of the first page of a PDF; not found where there is none."""
    return _send_picture(load_thumbnail, sha256, media_type)


def send_large_picture(sha256: str, media_type: str) -> Response:
    """The same for the large view."""
    return _send_picture(load_large_picture, sha256, media_type)


def send_page(sha256: str, media_type: str, number: int) -> Response:
    """One page of a PDF as a picture, to be read without opening what may be hostile; not found where there is none."""
    if media_type != PDF:
        raise Refused(Refusal.NOT_FOUND)
    return _send_picture(lambda content, of: load_page_picture(content, number, of), sha256, media_type)


def send_page_lines(
    sha256: str, media_type: str, number: int, hide: Callable[[Lines], Lines] | None = None
) -> Response:
    """The lines of a page as its picture shows them, after `hide` took away what their reader may not know."""
    if media_type != PDF:
        raise Refused(Refusal.NOT_FOUND)
    scans.require_ready(work(), sha256)
    work().session.close()  # no connection is held while a page is read
    try:
        lines = load_page_lines(sha256, number, settings())
    except (BadFile, FileNotFoundError):
        raise Refused(Refusal.NOT_FOUND) from None
    return jsonify(hide(lines) if hide else lines)


def _send_picture(make: Callable[[str, Settings], bytes], sha256: str, media_type: str) -> Response:
    if media_type not in SHOWN:
        raise Refused(Refusal.NOT_FOUND)
    scans.require_ready(work(), sha256)
    work().session.close()  # no connection is held while a picture is made
    try:
        content = make(sha256, settings())
    except (BadFile, FileNotFoundError):
        raise Refused(Refusal.NOT_FOUND) from None
    return Response(content, mimetype="image/jpeg", headers={"Content-Security-Policy": SANDBOX})


def _add_headers(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
