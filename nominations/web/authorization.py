"""Authorization: every view declares who may call it; a view without a declaration is an error at start-up.

The order of the checks: the body is received to its end, the clock is read once, the role is checked, then the CSRF
token. The facts of the case are checked by the query or the use case that the view calls.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy import refusal_by_person
from nominations.core.rules.vocabulary import Action
from nominations.web import csrf, sessions
from nominations.web.language import settle_language
from nominations.web.request import close_database, open_database, settle_actor, withhold_nominations
from nominations.web.server import request_limits

View = TypeVar("View", bound=Callable[..., Any])
# Attributes of a view: who may pass, and whether its address is a secret.
_ACTION, _HIDES_ITS_ADDRESS, _ASKS_AGAIN = "action", "hides_its_address", "asks_again"
# How long who has just signed in is taken for whoever sits there.
FRESH = timedelta(minutes=15)
_UNGUARDED = frozenset({"static"})
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def needs(action: Action) -> Callable[[View], View]:
    """Declare that only roles with `action` in the policy may call the view."""

    def declare(view: View) -> View:
        setattr(view, _ACTION, action)
        return view

    return declare


def open_to_all(view: View) -> View:
    """Declare that everybody may call the view, signed in or not."""
    setattr(view, _ACTION, None)
    return view


def by_link(view: View) -> View:
    """Declare that the view checks a private link in its address. The address is then never sent as a referrer."""
    setattr(view, _ACTION, None)
    setattr(view, _HIDES_ITS_ADDRESS, True)
    return view


def after_fresh_sign_in(*, back_to: str) -> Callable[[View], View]:
    """Only who signed in a short while ago passes; others are asked again who they are, and come back to that page.

    What a stolen or forgotten session must not do: take the account away from its owner.
    """

    def declare(view: View) -> View:
        setattr(view, _ASKS_AGAIN, back_to)
        return view

    return declare


def protect_views(app: Flask) -> None:
    """Raise `RuntimeError` for a view without a declaration, and check every request from now on."""
    silent = [
        rule.endpoint for rule in app.url_map.iter_rules()
        if rule.endpoint not in _UNGUARDED and not hasattr(app.view_functions[rule.endpoint], _ACTION)
    ]
    if silent:
        raise RuntimeError(f"These views do not say who may pass: {', '.join(sorted(silent))}")
    app.before_request(_check_request)
    app.teardown_request(close_database)


def _check_request() -> Response | None:
    request.environ[request_limits.ENDPOINT] = request.endpoint or ""
    if fault := request.environ.get(request_limits.FAULT):
        abort(int(fault))
    if "\0" in request.path or any("\0" in word for pair in request.args.items(multi=True) for word in pair):
        abort(400)  # no address of the application holds NUL, and not every database takes it
    if request.endpoint in _UNGUARDED:
        return None
    if request.method in WRITES and request.mimetype != request_limits.PART_TYPE:
        # Reading the form waits for the last byte of the body, so it comes before a database connection is taken.
        # A part of a file has been received already, and is read by its view piece by piece.
        request.form  # noqa: B018 (an attribute that works by being read)
        request.get_data(cache=False)
    g.now = current_app.extensions["clock"]()
    open_database(writes=request.method in WRITES)
    settle_actor(sessions.load_session(g.db))
    settle_language()
    if request.endpoint is None:
        return None
    action = getattr(current_app.view_functions[request.endpoint], _ACTION)
    withhold_nominations()
    if action is not None and (no := refusal_by_person(g.actor, action)):
        raise Refused(no)
    if request.method in WRITES:
        csrf.protect(hides_its_address=hides_its_address())
        return _ask_again()
    return None


def _ask_again() -> Response | None:
    """The way to the sign-in page, for an act that needs a fresh sign-in."""
    back_to = getattr(current_app.view_functions[request.endpoint or ""], _ASKS_AGAIN, None)
    session = sessions.stored_session()
    if back_to is None or (session.created_at and g.now - session.created_at < FRESH):
        return None
    session.sign_out()
    flash(gettext("This change needs a fresh sign-in. Nothing was changed yet. Sign in again, then repeat your step."),
          "warning")
    return redirect(url_for("account.sign_in", next=url_for(back_to)), 303)


def hides_its_address() -> bool:
    """Whether the view of this request is opened by a private link."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, _HIDES_ITS_ADDRESS, False)
