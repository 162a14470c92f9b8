"""The applicant: one's nominations, from the first word to the receipt."""

from flask import Blueprint

bp = Blueprint("applicant", __name__, url_prefix="/<edition:edition>/nominations")

from nominations.web.applicant import (  # noqa: E402, F401
    acts,
    attachments,
    check,
    collaborators,
    comments,
    handing_over,
    history,
    home,
    invitations,
    letters,
    messages,
    overview,
    paper_form,
    saving,
    sections,
    turns,
    uploads,
    versions,
)
