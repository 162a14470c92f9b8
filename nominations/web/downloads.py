"""Files as they leave: streamed, checked by their hash, never able to run in our name."""

from flask import Response, stream_with_context

from nominations.adapters.bad_file import BadFile
from nominations.adapters.file_names import content_disposition
from nominations.adapters.files import files
from nominations.adapters.thumbnails import thumbnail
from nominations.domain.errors import Refused
from nominations.domain.vocabulary import Refusal
from nominations.web.request import settings
from nominations.web.security import SANDBOX

PICTURES = ("image/jpeg", "image/png")


def stored_file(sha256: str, name: str, media_type: str, *, inline: bool = False) -> Response:
    """The stored content under its original name; `inline` for pictures shown within our own pages."""
    store = files(settings())
    response = Response(stream_with_context(store.open(sha256)), mimetype=media_type)
    response.headers["Content-Disposition"] = content_disposition(name, inline=inline)
    response.headers["Content-Length"] = str(store.size(sha256))
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def small_picture(sha256: str, media_type: str) -> Response:
    """A small copy of a stored picture, without anything but its pixels; not found where there is none."""
    if media_type not in PICTURES:
        raise Refused(Refusal.NOT_FOUND)
    try:
        content = thumbnail(sha256, settings())
    except (BadFile, FileNotFoundError):
        raise Refused(Refusal.NOT_FOUND) from None
    return Response(content, mimetype="image/jpeg", headers={"Content-Security-Policy": SANDBOX})
