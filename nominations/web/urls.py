"""Addresses: the edition's code in front of its pages, static files with their hash, and safe redirects."""

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, g, request, url_for
from werkzeug.routing import BaseConverter

_STATIC = Path(__file__).parents[1] / "static"


class EditionCode(BaseConverter):
    """The code of an edition in an address, such as `natavan-2025`: words and a year, unlike any other page."""

    regex = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{4}"
    part_isolating = True


def register(app: Flask) -> None:
    """Register the converter, and fill in the current edition in every address that has one."""
    app.url_map.converters["edition"] = EditionCode
    app.url_defaults(_with_edition)
    app.jinja_env.globals.update(static=static, here_with=here_with)


def _with_edition(endpoint: str, values: dict[str, object]) -> None:
    if "edition" in values or not g.get("pinned"):
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "edition"):
        values["edition"] = g.pinned.edition.code


@cache
def _version(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]


@cache
def _static(root: str, name: str) -> str:
    return url_for("static", filename=name, v=_version(name))


def static(name: str) -> str:
    """The address of a static file with the hash of its content, so that it may be cached without limit."""
    return _static(request.script_root, name)


def language_url(code: str) -> str:
    """The address of this page in another language."""
    return here_with(lang=code)


def here_with(**changes: object) -> str:
    """The query string of this page with `changes`; None removes a key."""
    values_by_key = {key: request.args.getlist(key) for key in request.args if key not in changes}
    values_by_key |= {key: [str(value)] for key, value in changes.items() if value is not None}
    return "?" + urlencode([(key, value) for key, values in values_by_key.items() for value in values])


def way_back(given: str | None, otherwise: str) -> str:
    """`given` if it is a path of this site, else `otherwise`, so that nobody is redirected to another site."""
    if not given or not given.startswith("/") or given.startswith(("//", "/\\")):
        return otherwise
    if any(ord(char) < 33 or char == "\\" for char in given):
        return otherwise
    parts = urlsplit(given)
    return given if not parts.scheme and not parts.netloc else otherwise
