"""The table's heads, chips and pages as links: all of its state lives in the address."""


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


def asked() -> NominationFilter:
    """What the address asks for; a page or an order that is none is not found."""
    found = read_filter(request.args, edition())
    return found if found is not None else abort(404)


def asked_or_all() -> NominationFilter:
    """The list somebody came from; whatever is wrong with it, a file still opens."""
    return read_filter(request.args, edition()) or NominationFilter()


def here(kept: NominationFilter, **changes: object) -> str:
    """The table with `kept` and `changes`; an empty value takes a key away."""
    values: dict[str, Any] = {**kept.query, **changes}
    return url_for("secretariat.nominations", **{key: value for key, value in values.items() if value})


def columns(kept: NominationFilter) -> list[Column]:
    """The heads of the table; each is a link that sorts by it, the other way round the second time."""
    labels = [
        (Sort.REFERENCE, gettext("Nomination")), (Sort.TITLE, gettext("Title")), (Sort.CATEGORY, gettext("Category")),
        (Sort.COUNTRY, gettext("Countries")), (Sort.LANGUAGE, gettext("Language")), (Sort.STATE, gettext("State")),
        (Sort.ELIGIBILITY, gettext("Eligibility")), (Sort.REVIEWS, gettext("Reviews")),
        (Sort.ACTIVITY, gettext("Last activity")),
    ]
    return [_head(kept, sort, label) for sort, label in labels]


def _head(kept: NominationFilter, sort: Sort, label: str) -> Column:
    is_chosen = kept.sort is sort
    turned = f"-{sort}" if is_chosen and not kept.descending else str(sort)
    order = ("descending" if kept.descending else "ascending") if is_chosen else None
    return {
        "label": label, "sort_url": here(kept, sort=turned if turned != Sort.REFERENCE else ""), "sorted": order,
        "number": sort is Sort.REVIEWS,
    }


def chips(kept: NominationFilter, table: Table) -> list[tuple[str, int, str, bool]]:
    """All, then each state that occurs, with how many the other filters leave in it."""
    everything = (gettext("All"), sum(table.by_state.values()), here(kept, state=""), not kept.state)
    return [everything] + [
        (str(STATES[state][0]), table.by_state[state], here(kept, state=state.value), kept.state == state)
        for state in State if state in table.by_state
    ]


def pages(kept: NominationFilter, table: Table) -> dict[str, object]:
    """Links to the first, the neighbouring and the last pages."""
    last, now = table.pages, kept.page
    shown = sorted({1, last, *(number for number in range(now - 2, now + 3) if 1 <= number <= last)})
    links: list[tuple[int, str, bool] | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number > before + 1:
            links.append(None)
        links.append((number, here(kept, page=number if number > 1 else ""), number == now))
    return {
        "links": links,
        "previous": here(kept, page=now - 1 if now > 2 else "") if 1 < now <= last + 1 else None,
        "next": here(kept, page=now + 1) if now < last else None,
        "first": (now - 1) * PAGE + 1 if table.rows else 0,
        "last": (now - 1) * PAGE + len(table.rows),
    }


def choices(of: Edition, countries: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers."""
    spoken = current_language()
    return {
        "category": [(each.key, each.label.in_(spoken)) for each in of.categories],
        "country": sorted(((code, country_name(code)) for code in countries), key=lambda pair: pair[1]),
        "language": [(code, language_word(code)) for code in of.entry_languages],
        "eligibility": [(each.value, str(ELIGIBILITY[each][0])) for each in Eligibility],
    }


def language_word(code: str) -> str:
    """A language by its name in the language of the page."""
    return Locale.parse(current_language()).languages.get(code, code) if code else ""
