"""People outside, each let in by a private link to do one thing: referees and nominees."""

from flask import Blueprint

bp = Blueprint("invited", __name__, url_prefix="/<edition:edition>")

from nominations.web.invited import consent, letter, review  # noqa: E402, F401
