"""The choices of a country: the edition's Member States first, by their short names, then all other countries."""

from functools import lru_cache

from babel import Locale

from nominations.core.language import current_language
from nominations.web.request import edition

_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@lru_cache(maxsize=8)
def _load_territories(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    return {
        code: str(name) for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


def country_choices() -> list[tuple[str, str]]:
    """Code and name of every country, Member States first, each part in the order of the reader's alphabet."""
    language = current_language()
    members = {state.code: state.short.in_(language) for state in edition().member_states}
    others = [(code, name) for code, name in _load_territories(language).items() if code not in members]
    return [*sorted(members.items(), key=_by_name), *sorted(others, key=_by_name)]


def country_name(code: str) -> str:
    """The short name of a country in the reader's language; the code itself where there is none."""
    state = edition().member_state(code)
    return state.short.in_(current_language()) if state else _load_territories(current_language()).get(code, code)


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()
