"""The codes of countries and their names."""

from functools import cache

from babel import Locale

from nominations.core.language import current_language
from nominations.editions.rules.edition import Edition

# Codes in Babel's list of territories that are not countries in ISO 3166.
_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])


@cache
def country_codes() -> frozenset[str]:
    """The codes of all countries, by ISO 3166."""
    codes = (code for code in Locale("en").territories if isinstance(code, str))
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


def country_word(code: str, edition: Edition | None = None) -> str:
    """A country's short name in the current language, by the edition for its member states. An unknown code is returned
    unchanged."""
    member = edition.member_state(code) if edition else None
    if member is not None:
        return member.short.in_(current_language())
    return Locale(current_language()).territories.get(code, code) if code in country_codes() else code
