"""Signing in and out, and one's own account."""

from flask import Blueprint

bp = Blueprint("account", __name__)
