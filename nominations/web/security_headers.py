"""Headers of every answer: what a browser may load, keep and tell. Nothing by default."""

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
_AN_HOUR = 3_600
_A_YEAR = 31_536_000


def register(app: Flask) -> None:
    """Set the headers on every answer."""
    app.after_request(_headers)


def nonce() -> str:
    """The nonce of this answer's scripts: imported modules are loaded by the one that carries it."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    return g.nonce


def referrer_policy() -> str:
    """Who gets this page's address as a referrer: our own pages, or nobody when it holds a private link."""
    return "no-referrer" if authorization.hides_its_address() else "same-origin"


def _headers(response: Response) -> Response:
    settings = response.headers
    settings.update(_ALWAYS)
    settings["Referrer-Policy"] = referrer_policy()
    # 'strict-dynamic' lets the one module with the nonce import its parts.
    policy = _POLICY.format(nonce=nonce()).replace("script-src ", "script-src 'strict-dynamic' ")
    settings.setdefault("Content-Security-Policy", policy)
    if request.endpoint == "static" and response.status_code == 200 and request.args.get("v"):
        settings["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    elif request.endpoint == "static" and response.status_code in (200, 304):
        # Fonts and modules are named by stylesheets and scripts without their hash: on a poor line they must not
        # be fetched again with every page.
        settings["Cache-Control"] = f"public, max-age={_AN_HOUR}"
    else:
        settings["Cache-Control"] = "no-store"
    if request.is_secure:
        settings["Strict-Transport-Security"] = STRICT_TRANSPORT
    return response
