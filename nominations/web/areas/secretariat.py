"""The secretariat's pages: nominations, screening, assignments, the deadline, reports."""

from flask import Blueprint

bp = Blueprint("secretariat", __name__, url_prefix="/<edition:edition>/secretariat")
