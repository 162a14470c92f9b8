"""Bytes that are no UTF-8, in and out: a form's come in as lone surrogates, which every field refuses by name.

A framework's own way would be to store something else than what was sent, without a word.
"""

import codecs
from typing import Any
from urllib.parse import parse_qsl

from flask import Request, Response
from werkzeug.formparser import FormDataParser

_ERRORS = "nominations.surrogates"


def _as_surrogates(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    piece = error.object[error.start:error.start + 3]
    try:
        return piece.decode("utf-8", "surrogatepass"), error.start + 3
    except UnicodeDecodeError:
        return chr(0xDC00 + error.object[error.start]), error.start + 1


codecs.register_error(_ERRORS, _as_surrogates)


class FormParser(FormDataParser):
    """Reads urlencoded forms; of the others the framework's way is kept."""

    def _parse_urlencoded(self, stream: Any, mimetype: str, content_length: int | None, options: dict[str, str]) -> Any:
        text = stream.read().decode("utf-8", _ERRORS)
        return stream, self.cls(parse_qsl(text, keep_blank_values=True, errors=_ERRORS)), self.cls()


class StrictRequest(Request):
    """A request whose forms say what was sent."""

    form_data_parser_class = FormParser


class LenientResponse(Response):
    """A page that shows refused input again: what cannot be encoded is shown as a question mark."""

    def set_data(self, value: bytes | str) -> None:
        super().set_data(value.encode("utf-8", "replace") if isinstance(value, str) else value)
