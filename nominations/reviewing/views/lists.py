"""The filters of the desk, which are part of the address, so that a link can be sent and Back works."""

from typing import Any

from flask import request

from nominations.core.rules.vocabulary import DeskState
from nominations.reviewing.queries.desk import DeskFilters
from nominations.web.request import edition


def read_filters() -> DeskFilters:
    """The filters that the address asks for; an unknown value filters nothing."""
    states, categories = {option.value for option in DeskState}, {option.key for option in edition().categories}
    state, category = request.args.get("state", ""), request.args.get("category", "")
    return DeskFilters(state if state in states else "", category if category in categories else "")


def filter_arguments() -> dict[str, Any]:
    """The same as arguments of `url_for`."""
    filters = read_filters()
    return {name: value for name, value in (("state", filters.state), ("category", filters.category)) if value}
