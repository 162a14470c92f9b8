"""The token that every change must carry, bound to the stored session."""

from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms import ValidationError

csrf = CSRFProtect()


def protect_by_token_alone() -> None:
    """For pages that hide their address: their browser does not say where a form was, which is asked over https."""
    try:
        validate_csrf(csrf._get_csrf_token())
    except ValidationError as error:
        raise CSRFError(str(error)) from None
