"""Error pages: what happened, what was kept, and what to do next."""

import logging

from flask import Flask, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from nominations.core.database import is_disk_full
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
    Refusal.STATE_CONFLICTS_FIRST: 302,
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
    Refusal.TOO_MANY_WAITING: 429,
}
# The exceptions of a database that is unavailable for the moment.
AWAY = (OperationalError, PoolExhausted)
# Statuses that have a page, with the seconds after which to come again where time helps.
_PAGES: dict[int, int | None] = {
    400: None, 403: None, 404: None, 405: None, 408: None, 409: None, 413: None, 429: 60, 503: 5, 507: 300,
}
ErrorPage = tuple[str, int, dict[str, str]]
log = logging.getLogger(__name__)


class DiskFull(HTTPException):
    """507, which the framework does not know: there is no room to store what was sent."""

    code = 507


def register(app: Flask) -> None:
    """Answer refusals, HTTP errors and unexpected exceptions with pages."""
    app.aborter.mapping[507] = DiskFull
    app.register_error_handler(Refused, refusal_page)
    app.register_error_handler(LinkRefused, refused_link_page)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _http)
    for away in AWAY:
        app.register_error_handler(away, _database_away)
    app.register_error_handler(OSError, _no_room)
    app.register_error_handler(500, _accident)


def refusal_page(no: Refused) -> AnyResponse | ErrorPage:
    """The page for a refusal; where something has to be done first, a redirect to its page."""
    if no.reason is Refusal.SIGN_IN:
        return redirect(url_for("account.sign_in", next=_here()))
    if no.reason is Refusal.UNDERTAKE_FIRST:
        return redirect(url_for("reviewer.undertaking", next=_here()))
    if no.reason is Refusal.STATE_CONFLICTS_FIRST and request.method == "GET":
        return redirect(url_for("secretariat.own_conflicts", next=_here()))
    status = STATUS[no.reason]
    if no.reason is Refusal.STATE_CONFLICTS_FIRST:
        status = 409  # what was typed is still in the form behind this page
    if no.reason is Refusal.DECLARE_FIRST:
        if file := (request.view_args or {}).get("nomination_id"):
            return redirect(url_for("reviewer.declaration", nomination_id=file))
        # An address that does not name the nomination, such as a document's, is answered as not found.
        status = STATUS[Refusal.NOT_FOUND]
    return _page(status, reason=no.reason)


def refused_link_page(no: LinkRefused) -> tuple[str, int]:
    """The page for a private link that does not work: what to do, without any data about people."""
    status = 404 if no.state is LinkState.UNKNOWN else 410
    return render_template("errors/link.html", state=no.state), status


def _here() -> str | None:
    """The page to return to; None unless the request is a GET."""
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _expired_form(error: CSRFError) -> tuple[str, int]:
    return render_template("errors/400.html", reason="csrf"), 400


def _http(error: HTTPException) -> AnyResponse | ErrorPage:
    code = error.code or 500
    if error.response is not None or code < 400:
        return error.get_response()
    if code in _PAGES:
        return _page(code)
    return _page(400) if code < 500 else _accident(error)


def _page(code: int, **values: object) -> ErrorPage:
    seconds = _PAGES.get(code)
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return render_template(f"errors/{code}.html", **{"reason": None} | values), code, headers


def _database_away(error: BaseException) -> ErrorPage:
    """The page for a database that cannot be reached, is locked for too long, has no connection left, or whose disk is
    full."""
    code = 507 if is_disk_full(error) else 503
    log.error("disk.full" if code == 507 else "database.away", exc_info=error)
    g.setdefault("actor", None)
    return _page(code)


def _no_room(error: OSError) -> ErrorPage:
    """The page for a full disk. Any other `OSError` is raised again and counts as unexpected."""
    if not is_disk_full(error):
        raise error
    log.error("disk.full", exc_info=error)
    g.setdefault("actor", None)
    return _page(507)


def _accident(error: BaseException) -> ErrorPage:
    """The page for an unexpected exception, which the framework has logged under the number on the page."""
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, AWAY):  # while the session was written, after the view had returned
        return _database_away(cause)
    # The page must not depend on what may have failed, such as the database.
    g.setdefault("actor", None)
    return _page(500, number=request.environ.get(REQUEST_ID, ""))
