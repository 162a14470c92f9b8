"""What everybody may read: the call, the texts of the award, who may do what."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from nominations.web.public import before, call, check_document, eligibility, texts  # noqa: E402, F401
