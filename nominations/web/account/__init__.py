"""Signing in and out, and one's own account."""

from flask import Blueprint

bp = Blueprint("account", __name__)

from nominations.web.account import data, demonstration, own, sign_in  # noqa: E402, F401
