"""The applicant's pages: their nominations, from the first answer to the receipt."""

from flask import Blueprint

bp = Blueprint("applicant", __name__, url_prefix="/<edition:edition>/nominations")
