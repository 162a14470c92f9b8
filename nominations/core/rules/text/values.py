"""Typed numbers, amounts, dates, links and addresses. Each parser returns None where the text is not valid."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

_SPACES = " \u00a0\u202f\u2009\u066c'\u2019"
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]{1,2}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMAIL = re.compile(r"[^@\s<>(),;:\"]+@[^@\s<>(),;:\"]+\.[^@\s<>(),;:\".]{2,}")
_PHONE = re.compile(r"[0-9+().\-/ \u00a0]+")
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))


def plain_digits(text: str) -> str:
    """Digits of any script as 0 to 9, without direction marks and blanks at the ends."""
    seen = text.translate(_MARKS).strip()
    return "".join(str(unicodedata.decimal(character)) if character.isdecimal() else character for character in seen)


def parse_number(text: str) -> Decimal | None:
    """A number as people write it: 1500, 1,500, 1 500, 12.5, 12,5. A comma before three digits groups them."""
    typed = plain_digits(text).replace("\u066b", ".").replace("\u2212", "-")
    for blank in _SPACES:
        typed = typed.replace(blank, "")
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(",", "")
    elif _COMMA.fullmatch(typed):
        typed = typed.replace(",", ".")
    return Decimal(typed) if _NUMBER.fullmatch(typed) else None


def parse_money(text: str) -> Decimal | None:
    """An amount of zero or more, with at most two decimals: 1.500 could mean two things and is refused."""
    amount = parse_number(text)
    if amount is None or amount < 0 or -int(amount.as_tuple().exponent) > 2:
        return None
    return amount


def parse_day(text: str) -> date | None:
    typed = plain_digits(text)
    if not _DATE.fullmatch(typed):
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def is_email(text: str) -> bool:
    """The shape only; before an email is sent, email-validator checks the address."""
    return len(text) <= 254 and _EMAIL.fullmatch(text.strip()) is not None


def is_phone(text: str) -> bool:
    typed = plain_digits(text)
    return _PHONE.fullmatch(typed) is not None and 6 <= sum(map(str.isdigit, typed)) <= 17


def is_link(text: str) -> bool:
    """A web address a reader can follow: http or https, a host with a dot, no blanks."""
    typed = text.strip()
    if any(character.isspace() for character in typed):
        return False
    try:
        parts = urlsplit(typed)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host.strip(".") and not parts.username


def parse_degrees(text: str, bound: int) -> Decimal | None:
    """Decimal degrees between -bound and bound."""
    angle = parse_number(text)
    return angle if angle is not None and abs(angle) <= bound else None
