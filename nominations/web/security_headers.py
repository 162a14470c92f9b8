"""Security headers of every response: by default a browser may load, cache and disclose nothing."""

import secrets

from flask import Flask, Response, g, request

from nominations.web import authorization
from nominations.web.server.request_limits import STRICT_TRANSPORT

_POLICY = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
    "script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; manifest-src 'self'"
)
# `default-src` says nothing of these three: where a form goes, what relative addresses mean, who shows it in a frame.
SANDBOX = (
    "default-src 'none'; sandbox; style-src 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_HOUR_SECONDS = 3_600
_YEAR_SECONDS = 31_536_000


def register(app: Flask) -> None:
    """Set the headers on every answer."""
    app.after_request(_headers)


def nonce() -> str:
    """The nonce of this response's script; the modules that the script imports need none."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    return g.nonce


def referrer_policy() -> str:
    """The referrer policy: only this site gets a page's address, and nobody gets one that holds a private link."""
    return "no-referrer" if authorization.hides_its_address() else "same-origin"


def _headers(response: Response) -> Response:
    settings = response.headers
    settings.update(_ALWAYS)
    settings["Referrer-Policy"] = referrer_policy()
    # 'strict-dynamic' lets the one module with the nonce import its parts.
    policy = _POLICY.format(nonce=nonce()).replace("script-src ", "script-src 'strict-dynamic' ")
    settings.setdefault("Content-Security-Policy", policy)
    if request.endpoint == "static" and response.status_code == 200 and request.args.get("v"):
        settings["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    elif request.endpoint == "static" and response.status_code in (200, 304):
        # Style sheets and scripts name fonts and modules without their hash. They are cached for an hour, so that a
        # slow connection does not load them again with every page.
        settings["Cache-Control"] = f"public, max-age={_HOUR_SECONDS}"
    else:
        settings["Cache-Control"] = "no-store"
    if request.is_secure:
        settings["Strict-Transport-Security"] = STRICT_TRANSPORT
    return response
