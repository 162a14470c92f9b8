"""The secretariat: the table, the files, the routing, the deadline, the reports."""

from flask import Blueprint

bp = Blueprint("secretariat", __name__, url_prefix="/<edition:edition>/secretariat")
