"""Which list of the desk somebody comes from: kept in the address, so that a link can be sent and Back works."""

from typing import Any

from flask import request

from nominations.core.rules.vocabulary import DeskState
from nominations.reviewing.queries.desk import Wanted
from nominations.web.request import edition


def here() -> Wanted:
    """The list that the address asks for; what it does not know asks for everything."""
    states, categories = {each.value for each in DeskState}, {each.key for each in edition().categories}
    state, category = request.args.get("state", ""), request.args.get("category", "")
    return Wanted(state if state in states else "", category if category in categories else "")


def of_list() -> dict[str, Any]:
    """The same, as values of an address."""
    wanted = here()
    return {name: value for name, value in (("state", wanted.state), ("category", wanted.category)) if value}
