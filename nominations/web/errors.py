"""Every no has a page: what happened, what stands, what to do next."""

import logging

from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from nominations.core.rules.errors import LinkRefused, Refused
from nominations.core.rules.private_links import LinkState
from nominations.core.rules.vocabulary import Refusal
from nominations.web.server.request_limits import REQUEST_ID

STATUS: dict[Refusal, int] = {
    Refusal.SIGN_IN: 302,
    Refusal.NOT_YOUR_ROLE: 403,
    Refusal.NOT_YOUR_PART: 403,
    Refusal.NOT_FOUND: 404,
    Refusal.UNDERTAKE_FIRST: 302,
    Refusal.DECLARE_FIRST: 302,
    Refusal.WRONG_STATE: 409,
    Refusal.TOO_LATE: 409,
    Refusal.TOO_EARLY: 409,
    Refusal.ROUND_CLOSED: 409,
    Refusal.SAME_PERSON: 409,
    Refusal.CHANGED_ELSEWHERE: 409,
    Refusal.IN_USE: 409,
    Refusal.CONFLICT: 409,
    Refusal.OWN_FILE: 409,
    Refusal.NOT_YET_SHOWN: 409,
    Refusal.BEING_CHECKED: 409,
    Refusal.BLOCKED: 409,
}
# What is raised when the database cannot be asked just now.
AWAY = (OperationalError, PoolExhausted)
log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Answer refusals, HTTP errors and accidents with pages."""
    app.register_error_handler(Refused, refusal_page)
    app.register_error_handler(LinkRefused, refused_link_page)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _http)
    for away in AWAY:
        app.register_error_handler(away, _database_away)
    app.register_error_handler(500, _accident)


def refusal_page(no: Refused) -> AnyResponse | tuple[str, int]:
    """The page of a refusal; those that ask for something first lead there."""
    if no.reason is Refusal.SIGN_IN:
        return redirect(url_for("account.sign_in", next=_here()))
    if no.reason is Refusal.UNDERTAKE_FIRST:
        return redirect(url_for("reviewer.undertaking", next=_here()))
    status = STATUS[no.reason]
    if no.reason is Refusal.DECLARE_FIRST:
        if file := (request.view_args or {}).get("nomination_id"):
            return redirect(url_for("reviewer.declaration", nomination_id=file))
        # An address that does not name the file, such as a document's, says no more than that there is nothing.
        status = STATUS[Refusal.NOT_FOUND]
    name = status if status != 409 else "409"
    return render_template(f"errors/{name}.html", reason=no.reason), status


def refused_link_page(no: LinkRefused) -> tuple[str, int]:
    """The page of a private link that does not work: what to do, and nothing about anybody."""
    status = 404 if no.state is LinkState.UNKNOWN else 410
    return render_template("errors/link.html", state=no.state), status


def _here() -> str | None:
    """The page to come back to: only one that was being read."""
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _expired_form(error: CSRFError) -> tuple[str, int]:
    return render_template("errors/400.html", reason="csrf"), 400


def _http(error: HTTPException) -> AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    code = error.code if error.code in (400, 403, 404, 405, 408, 409, 413, 429, 503, 507) else 400
    if code == 500 or (error.code or 500) >= 500:
        return _accident(error)
    return _page(code)


def _page(code: int, **values: object) -> tuple[str, int]:
    # A full disk gets the same page as any other interruption of the service.
    return render_template(f"errors/{503 if code == 507 else code}.html", reason=None, **values), code


def _database_away(error: BaseException) -> tuple[str, int, dict[str, str]]:
    """The database is away, is locked for longer than one waits, or has no connection left."""
    log.error("database.away", exc_info=error)
    g.setdefault("actor", None)
    return *_page(503), {"Retry-After": "5"}


def _accident(error: BaseException) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """The framework has logged what broke, under the number that the page tells."""
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, AWAY):  # while the session was written, after the view had answered
        return _database_away(cause)
    # Whatever broke may be what pages are made of, the database included.
    g.setdefault("actor", None)
    return _page(500, number=request.environ.get(REQUEST_ID, ""))
