"""The reviewer's pages."""

from flask import Blueprint

bp = Blueprint("reviewer", __name__, url_prefix="/<edition:edition>/review")
