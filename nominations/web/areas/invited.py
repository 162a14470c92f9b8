"""The pages for referees and nominees, who have no account but a private link for one task."""

from flask import Blueprint

bp = Blueprint("invited", __name__, url_prefix="/<edition:edition>")
