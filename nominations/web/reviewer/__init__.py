"""The reviewer's desk."""

from flask import Blueprint

bp = Blueprint("reviewer", __name__, url_prefix="/<edition:edition>/review")

from nominations.web.reviewer import (  # noqa: E402, F401
    attachments,
    card,
    declarations,
    decline,
    desk,
    file,
    finishing,
    keys,
    pack,
    papers,
    practice,
    profile,
    sheet,
)
