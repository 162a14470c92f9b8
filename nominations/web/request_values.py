"""Values of a request that pages read alike: numbers, ids, the category."""

from uuid import UUID

from flask import abort, request

from nominations.core.language import current_language
from nominations.editions.rules.edition import Category
from nominations.web.request import edition


def parse_version_number(given: str | None) -> int | None:
    """The number of a version in an address; what is no number is not found."""
    if not given:
        return None
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 6 else abort(404)


def parse_count(given: str) -> int:
    """The number that a page put into a hidden field; 0 for what no page ever put there."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def category_word(key: str) -> str:
    """The category as the reader's language says it; 404 for one that the edition does not have."""
    return category_of(key).label.in_(current_language())


def list_chosen_ids(name: str) -> list[UUID]:
    """The ids sent under this name; what is none is left out."""
    ids = []
    for value in request.values.getlist(name):
        try:
            ids.append(UUID(value))
        except ValueError:
            continue
    return ids


def category_of(key: str) -> Category:
    """The category of an address; not found where the edition has none such."""
    try:
        return edition().category(key)
    except KeyError:
        abort(404)
