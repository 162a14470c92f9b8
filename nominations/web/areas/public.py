"""The public pages: the call, the texts of the award, who may do what."""

from flask import Blueprint

bp = Blueprint("public", __name__)
