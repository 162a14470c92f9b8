"""The token that every change must carry, bound to the stored session."""

from flask_wtf import CSRFProtect

csrf = CSRFProtect()
