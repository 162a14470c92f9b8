"""Heads, states and pages of the list as links: the address holds the whole state of the list."""


from typing import Any

from babel import Locale
from flask import abort, request, url_for

from nominations.core.language import current_language, gettext
from nominations.core.rules.vocabulary import State
from nominations.core.texts.states import STATES
from nominations.editions.rules.edition import Edition
from nominations.screening.queries.nomination_filters import PAGE, Eligibility, NominationFilter, Sort, read_filter
from nominations.screening.queries.nomination_list import Table
from nominations.screening.texts import ELIGIBILITY
from nominations.web.countries import country_name
from nominations.web.request import edition

Column = dict[str, object]


def read_address() -> NominationFilter:
    """The filter in the address; 404 for a page or an order that does not exist."""
    wanted = read_filter(request.args, edition())
    return wanted if wanted is not None else abort(404)


def read_address_or_default() -> NominationFilter:
    """The filter of the list somebody came from; the default one if the address holds none that is valid."""
    return read_filter(request.args, edition()) or NominationFilter()


def list_url(wanted: NominationFilter, **changes: object) -> str:
    """The address of the list with `wanted` and `changes`; an empty value removes a parameter."""
    values: dict[str, Any] = {**wanted.query, **changes}
    return url_for("secretariat.nominations", **{key: value for key, value in values.items() if value})


def columns(wanted: NominationFilter) -> list[Column]:
    """The heads of the table; each is a link that sorts by its column, or reverses the order."""
    labels = [
        (Sort.REFERENCE, gettext("Nomination")), (Sort.TITLE, gettext("Title")), (Sort.CATEGORY, gettext("Category")),
        (Sort.COUNTRY, gettext("Countries")), (Sort.LANGUAGE, gettext("Language")), (Sort.STATE, gettext("State")),
        (Sort.ELIGIBILITY, gettext("Eligibility")), (Sort.REVIEWS, gettext("Reviews")),
        (Sort.ACTIVITY, gettext("Last activity")),
    ]
    return [_head(wanted, sort, label) for sort, label in labels]


def _head(wanted: NominationFilter, sort: Sort, label: str) -> Column:
    is_chosen = wanted.sort is sort
    turned = f"-{sort}" if is_chosen and not wanted.descending else str(sort)
    order = ("descending" if wanted.descending else "ascending") if is_chosen else None
    return {
        "label": label, "sort_url": list_url(wanted, sort=turned if turned != Sort.REFERENCE else ""), "sorted": order,
        "number": sort is Sort.REVIEWS,
    }


def chips(wanted: NominationFilter, table: Table) -> list[tuple[str, int, str, bool]]:
    """All, then each state that occurs, with the number of nominations under the other filters."""
    everything = (gettext("All"), sum(table.by_state.values()), list_url(wanted, state=""), not wanted.state)
    return [everything] + [
        (str(STATES[state][0]), table.by_state[state], list_url(wanted, state=state.value), wanted.state == state)
        for state in State if state in table.by_state
    ]


def pages(wanted: NominationFilter, table: Table) -> dict[str, object]:
    """Links to the first, the neighbouring and the last pages."""
    last, now = table.pages, wanted.page
    shown = sorted({1, last, *(number for number in range(now - 2, now + 3) if 1 <= number <= last)})
    links: list[tuple[int, str, bool] | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number > before + 1:
            links.append(None)
        links.append((number, list_url(wanted, page=number if number > 1 else ""), number == now))
    return {
        "links": links,
        "previous": list_url(wanted, page=now - 1 if now > 2 else "") if 1 < now <= last + 1 else None,
        "next": list_url(wanted, page=now + 1) if now < last else None,
        "first": (now - 1) * PAGE + 1 if table.rows else 0,
        "last": (now - 1) * PAGE + len(table.rows),
    }


def choices(of: Edition, countries: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers."""
    spoken = current_language()
    return {
        "category": [(category.key, category.label.in_(spoken)) for category in of.categories],
        "country": sorted(((code, country_name(code)) for code in countries), key=lambda pair: pair[1]),
        "language": [(code, language_word(code)) for code in of.entry_languages],
        "eligibility": [(value.value, str(ELIGIBILITY[value][0])) for value in Eligibility],
    }


def language_word(code: str) -> str:
    """A language by its name in the language of the page."""
    return Locale.parse(current_language()).languages.get(code, code) if code else ""
