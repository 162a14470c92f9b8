"""The check of private links: looks at the token before anything else, and slows down whoever guesses."""

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
    """The work of whoever holds the link: nobody's account, whoever else may be signed in in this browser."""
    return replace(work(), actor=Actor(None, Role.VISITOR, edition().code))


def require_link(purpose: Purpose, token: str) -> PrivateLink:
    """The living link in the address; raises `DeadLink`, and answers 429 to an address that guessed too often."""
    pace: RateLimit = current_app.extensions["link_pace"]
    address = request.remote_addr or ""
    if not pace.allows(address, work().now):
        abort(429)
    try:
        return private_links.load_usable_link(work(), edition_id(), purpose, token)
    except LinkRefused as error:
        if error.state is LinkState.UNKNOWN:
            pace.count(address, work().now)
        raise


def require_link_to_change(purpose: Purpose, token: str) -> None:
    """The same before a change, of which each link has a few within minutes."""
    require_link(purpose, token)
    seal = private_links.seal(settings(), purpose, token)
    if not tries.may_try(work(), f"link {seal}", request.remote_addr or ""):
        abort(429)
