"""Authorization: every view says who may call it, and a view that says nothing is an error at the start.

The order: the body arrives to its end, then the instant is read once, then the role is asked, then the CSRF
token. The case itself is asked by the query or the use case behind it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request

from nominations.core.rules.errors import Refused
from nominations.core.rules.policy import refusal_by_role
from nominations.core.rules.vocabulary import Action
from nominations.web import sessions
from nominations.web.csrf import csrf, protect_by_token_alone
from nominations.web.language import settle_language
from nominations.web.request import close_database, open_database, settle_actor, withhold_nominations
from nominations.web.server import request_limits

View = TypeVar("View", bound=Callable[..., Any])
# Attributes of a view: who may pass, and whether its address is a secret.
_ACTION, _HIDES_ITS_ADDRESS = "action", "hides_its_address"
_UNGUARDED = frozenset({"static"})
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def needs(action: Action) -> Callable[[View], View]:
    """Only roles that have `action` in the policy pass."""

    def declare(view: View) -> View:
        setattr(view, _ACTION, action)
        return view

    return declare


def open_to_all(view: View) -> View:
    """Everybody passes, signed in or not."""
    setattr(view, _ACTION, None)
    return view


def by_link(view: View) -> View:
    """Whoever holds the private link in the address passes; the address is sent to no page as a referrer."""
    setattr(view, _ACTION, None)
    setattr(view, _HIDES_ITS_ADDRESS, True)
    return view


def protect_views(app: Flask) -> None:
    """Refuse to start with a view that says nothing about who may call it; then check every request."""
    silent = [
        rule.endpoint for rule in app.url_map.iter_rules()
        if rule.endpoint not in _UNGUARDED and not hasattr(app.view_functions[rule.endpoint], _ACTION)
    ]
    if silent:
        raise RuntimeError(f"These views do not say who may pass: {', '.join(sorted(silent))}")
    app.before_request(_check_request)
    app.teardown_request(close_database)


def _check_request() -> None:
    request.environ[request_limits.ENDPOINT] = request.endpoint or ""
    if fault := request.environ.get(request_limits.FAULT):
        abort(int(fault))
    if "\0" in request.path or any("\0" in word for pair in request.args.items(multi=True) for word in pair):
        abort(400)  # no address of ours holds it, and not every database can be asked for it
    if request.endpoint in _UNGUARDED:
        return
    if request.method in WRITES and request.mimetype != request_limits.PART_TYPE:
        # Reading the form waits for the last byte of the body; no database connection is held meanwhile.
        # A part of a file has arrived already, and is read by its view piece by piece.
        request.form  # noqa: B018 (an attribute that works by being read)
        request.get_data(cache=False)
    g.now = current_app.extensions["clock"]()
    open_database(writes=request.method in WRITES)
    settle_actor(sessions.load_session(g.db))
    settle_language()
    if request.endpoint is None:
        return
    action = getattr(current_app.view_functions[request.endpoint], _ACTION)
    if action is not None and (no := refusal_by_role(g.actor, action)):
        raise Refused(no)
    withhold_nominations()
    if request.method in WRITES:
        protect_by_token_alone() if hides_its_address() else csrf.protect()


def hides_its_address() -> bool:
    """Whether the view of this request is entered by a private link."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, _HIDES_ITS_ADDRESS, False)
