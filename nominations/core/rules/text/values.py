"""Values of typed texts where nobody can be asked any more: None where a text has no sense, or two."""

from datetime import date
from decimal import Decimal

from nominations.core.rules.text.contacts import understand_email, understand_link, understand_phone
from nominations.core.rules.text.days import understand_day
from nominations.core.rules.text.numbers import understand_money, understand_number, understand_share


def parse_number(text: str) -> Decimal | None:
    """A number; see `understand_number`."""
    return understand_number(text).value


def parse_share(text: str) -> Decimal | None:
    """A number with or without a percent sign."""
    return understand_share(text).value


def parse_money(text: str) -> Decimal | None:
    """An amount of zero or more, with at most two decimals."""
    return understand_money(text).value


def parse_day(text: str) -> date | None:
    """A day; see `understand_day`."""
    return understand_day(text).value


def is_email(text: str) -> bool:
    """Whether it is one address of mail."""
    return understand_email(text).value is not None


def is_phone(text: str) -> bool:
    """Whether it is a telephone number."""
    return understand_phone(text).value is not None


def is_link(text: str) -> bool:
    """Whether it is a web address."""
    return understand_link(text).value is not None
