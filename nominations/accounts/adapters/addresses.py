"""Email addresses: checked by their shape, and compared by a key."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.settings import Settings
from nominations.mail.adapters.reach import can_write_to


@dataclass(frozen=True, slots=True)
class Address:
    """A checked mail address: as typed, and the key that decides whether two are the same."""

    email: str
    key: str


def parse_address(typed: str) -> Address:
    """The address, checked by its shape; raises `Invalid(email=...)`. `İ`, `I` and `ı` stay three letters."""
    address = understand(TypedKind.EMAIL, typed)
    if address.value is None:
        raise Invalid(email=address.problem)
    try:
        checked = validate_email(address.value, check_deliverability=False)
    except EmailNotValidError:
        raise Invalid(email="not_email") from None
    return Address(checked.normalized, checked.normalized.lower())


def find_key(typed: str) -> str:
    """The key of an address that is searched for; what is no address matches nobody."""
    try:
        return parse_address(typed).key
    except Invalid:
        return typed.strip().lower()


def require_writable(typed: str, settings: Settings) -> None:
    """Raise `Invalid(email=...)` for an address that our mail server cannot write to, before a letter is promised.

    What is no address at all is not judged here. Call it outside a transaction: it may ask the mail server.
    """
    try:
        address = parse_address(typed)
    except Invalid:
        return
    if not can_write_to(address.email, settings):
        raise Invalid(email="not_writable")
