"""Checks the private link of a request before anything else, and limits how often one address may guess."""

from dataclasses import replace

from flask import abort, current_app, request

from nominations.access.queries import private_links
from nominations.access.services import tries
from nominations.core.rules.errors import LinkRefused
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.private_links import LinkState, Purpose
from nominations.core.rules.vocabulary import Role
from nominations.core.tables import PrivateLink
from nominations.core.work import Work
from nominations.web.rate_limit import RateLimit
from nominations.web.request import edition, edition_id, settings, work


def bearer_work() -> Work:
    """The work of the person who holds the link: without an account, even if someone is signed in in this browser."""
    return replace(work(), actor=Actor(None, Role.VISITOR, edition().code))


def require_link(purpose: Purpose, token: str) -> PrivateLink:
    """The link of the token. Raises `LinkRefused` where it does not work; too many wrong guesses are answered 429."""
    rate_limit: RateLimit = current_app.extensions["link_pace"]
    address = request.remote_addr or ""
    if not rate_limit.allows(address, work().now):
        abort(429)
    try:
        return private_links.load_usable_link(work(), edition_id(), purpose, token)
    except LinkRefused as error:
        if error.state is LinkState.UNKNOWN:
            rate_limit.count(address, work().now)
        raise


def require_link_to_change(purpose: Purpose, token: str) -> None:
    """The same before a change; each link allows only a few changes within minutes."""
    require_link(purpose, token)
    seal = private_links.seal(settings(), purpose, token)
    if not tries.may_try(work(), f"link {seal}", request.remote_addr or ""):
        abort(429)
