"""Reads values of a request that several pages share: numbers, ids, the category."""

from uuid import UUID

from flask import abort, request

from nominations.core.language import current_language
from nominations.editions.rules.edition import Category
from nominations.web.request import edition


def parse_version_number(given: str | None) -> int | None:
    """The number of a version in an address; None for an empty one, 404 for what is no number."""
    if not given:
        return None
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 6 else abort(404)


def parse_count(given: str) -> int:
    """The number in a hidden field; 0 where it is no number."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def category_word(key: str) -> str:
    """The name of the category in the current language; 404 where the edition does not have it."""
    return category_of(key).label.in_(current_language())


def list_chosen_ids(name: str) -> list[UUID]:
    """The ids sent under this name, without values that are no ids."""
    ids = []
    for value in request.values.getlist(name):
        try:
            ids.append(UUID(value))
        except ValueError:
            continue
    return ids


def category_of(key: str) -> Category:
    """The category with this key; 404 where the edition does not have it."""
    try:
        return edition().category(key)
    except KeyError:
        abort(404)
