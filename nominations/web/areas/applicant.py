"""The applicant: one's nominations, from the first word to the receipt."""

from flask import Blueprint

bp = Blueprint("applicant", __name__, url_prefix="/<edition:edition>/nominations")
