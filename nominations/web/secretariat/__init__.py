"""The secretariat: the table, the files, the routing, the deadline, the reports."""

from flask import Blueprint

bp = Blueprint("secretariat", __name__, url_prefix="/<edition:edition>/secretariat")

from nominations.web.secretariat import people  # noqa: E402, F401  # isort: skip
from nominations.web.secretariat import rounds  # noqa: E402, F401  # isort: skip
from nominations.web.secretariat import assignments, conflicts, progress, scores  # noqa: E402, F401  # isort: skip
