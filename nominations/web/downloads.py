"""Files as they leave: streamed, checked by their hash, never able to run in our name."""

from flask import Response, stream_with_context

from nominations.adapters.file_names import content_disposition
from nominations.adapters.files import files
from nominations.web.request import settings
from nominations.web.security import SANDBOX


def stored_file(sha256: str, name: str, media_type: str, *, inline: bool = False) -> Response:
    """The stored content under its original name; `inline` for pictures shown within our own pages."""
    store = files(settings())
    response = Response(stream_with_context(store.open(sha256)), mimetype=media_type)
    response.headers["Content-Disposition"] = content_disposition(name, inline=inline)
    response.headers["Content-Length"] = str(store.size(sha256))
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
