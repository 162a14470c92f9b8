"""The applicant: one's nominations, from the first word to the receipt."""

from flask import Blueprint

bp = Blueprint("applicant", __name__, url_prefix="/<edition:edition>/nominations")

from nominations.web.applicant import (  # noqa: E402, F401
    acts,
    attachments,
    check,
    handing_over,
    home,
    letters,
    messages,
    overview,
    sections,
    uploads,
    versions,
)
