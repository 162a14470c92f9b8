"""People outside, each let in by a private link to do one thing: referees and nominees."""

from flask import Blueprint

bp = Blueprint("invited", __name__, url_prefix="/<edition:edition>")
