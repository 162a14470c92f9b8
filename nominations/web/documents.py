"""The page of a document that the worker makes: its progress, then its download."""

from flask import Blueprint

bp = Blueprint("documents", __name__, url_prefix="/<edition:edition>/documents")
