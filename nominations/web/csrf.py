"""What every change must show: a token of this very session, and that it does not come from another site.

Where a form came from is told by the browser: `Sec-Fetch-Site`, or `Origin` where it does not know that. Many people's
browsers leave out the Referer, so nobody is asked for one; a client that says none of this shows the token alone.
"""

from flask import request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms import ValidationError

csrf = CSRFProtect()
_OWN = ("same-origin", "none")


def protect(*, hides_its_address: bool) -> None:
    """Raise `CSRFError` unless the change of this request may be ours."""
    if _comes_from_elsewhere(hides_its_address):
        raise CSRFError("The form came from another site.")
    try:
        validate_csrf(csrf._get_csrf_token())
    except ValidationError as error:
        raise CSRFError(str(error)) from None


def _comes_from_elsewhere(hides_its_address: bool) -> bool:
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site not in _OWN
    if origin == "null" and hides_its_address:
        return False  # a page that sends no referrer has no origin either
    return origin is not None and origin.lower() != request.host_url.rstrip("/").lower()
