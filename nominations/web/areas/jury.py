"""The jury: the chair's desk, and what the jury says together of the nominations of a round."""

from flask import Blueprint

bp = Blueprint("jury", __name__, url_prefix="/<edition:edition>/jury")
