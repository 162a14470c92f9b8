"""Handles bytes that are not UTF-8: in a form they become lone surrogates, which every field refuses.

The framework by itself would replace them, so that something else would be stored than what was sent.
"""

import codecs
from typing import Any
from urllib.parse import parse_qsl

from flask import Request, Response
from werkzeug.exceptions import RequestEntityTooLarge
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
    """Reads URL-encoded forms in this way; other forms are left to the framework."""

    def _parse_urlencoded(self, stream: Any, mimetype: str, content_length: int | None, options: dict[str, str]) -> Any:
        text = stream.read().decode("utf-8", _ERRORS)
        # Each field costs time and memory; the framework counts those of the other encoding only.
        if self.max_form_parts is not None and text.count("&") >= self.max_form_parts:
            raise RequestEntityTooLarge
        return stream, self.cls(parse_qsl(text, keep_blank_values=True, errors=_ERRORS)), self.cls()


class StrictRequest(Request):
    """A request that uses `FormParser`."""

    form_data_parser_class = FormParser


class LenientResponse(Response):
    """A response that can show refused input again: what cannot be encoded becomes a question mark."""

    def set_data(self, value: bytes | str) -> None:
        super().set_data(value.encode("utf-8", "replace") if isinstance(value, str) else value)
