"""Filters, order and page of the list of nominations, read from the parameters of the address."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from nominations.core.queries.search_folding import LONGEST, is_searchable
from nominations.core.rules.vocabulary import State
from nominations.editions.rules.edition import Edition

PAGE = 50
_PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_COUNTRY = re.compile(r"[A-Z]{2}")


class Eligibility(StrEnum):
    """How far the screening of a submitted nomination has come."""

    OPEN = "open"
    PROPOSED = "proposed"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"


class Sort(StrEnum):
    """The columns a list can be ordered by."""

    REFERENCE = "reference"
    TITLE = "title"
    CATEGORY = "category"
    COUNTRY = "country"
    LANGUAGE = "language"
    STATE = "state"
    ELIGIBILITY = "eligibility"
    REVIEWS = "reviews"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class NominationFilter:
    """The filters of the table. Impossible values are kept as typed and make the list empty (`nothing`)."""

    q: str = ""
    category: str = ""
    country: str = ""
    language: str = ""
    state: str = ""
    eligibility: str = ""
    sort: Sort = Sort.REFERENCE
    descending: bool = False
    page: int = 1
    nothing: bool = False

    @property
    def query(self) -> dict[str, str]:
        """The filter as parameters of an address, without the page and without default values."""
        parameters = {
            "q": self.q, "category": self.category, "country": self.country, "language": self.language,
            "state": self.state, "eligibility": self.eligibility, "sort": self.order,
        }
        return {key: value for key, value in parameters.items() if value and (key, value) != ("sort", Sort.REFERENCE)}

    @property
    def order(self) -> str:
        return f"-{self.sort}" if self.descending else str(self.sort)

    @property
    def is_filtered(self) -> bool:
        return any(key != "sort" for key in self.query)

    def of_any_state(self) -> "NominationFilter":
        """The same filter without the state, for counting each state."""
        return replace(self, state="")


def read_filter(parameters: Mapping[str, str], edition: Edition) -> NominationFilter | None:
    """The filter of these parameters; None for a page or an order that does not exist."""
    sort, page = parameters.get("sort") or "reference", parameters.get("page") or "1"
    if sort.removeprefix("-") not in set(Sort) or not _PAGE_NUMBER.fullmatch(page):
        return None
    q = parameters.get("q", "")
    filters = {key: parameters.get(key, "") for key in ("category", "country", "language", "state", "eligibility")}
    possible: dict[str, Collection[str]] = {
        "category": {category.key for category in edition.categories},
        "language": set(edition.entry_languages),
        "state": set(State), "eligibility": set(Eligibility),
    }
    nothing = len(q) > LONGEST or not is_searchable(q)
    nothing |= any(filters[key] and filters[key] not in values for key, values in possible.items())
    nothing |= bool(filters["country"]) and not _COUNTRY.fullmatch(filters["country"])
    return NominationFilter(
        q=q, **filters, sort=Sort(sort.removeprefix("-")), descending=sort.startswith("-"), page=int(page),
        nothing=nothing,
    )
