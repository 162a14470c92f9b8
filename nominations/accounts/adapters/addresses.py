"""Email addresses: checked by their shape, and compared by a key."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from nominations.core.rules.errors import Invalid


@dataclass(frozen=True, slots=True)
class Address:
    """A checked mail address: as typed, and the key that decides whether two are the same."""

    email: str
    key: str


def parse_address(typed: str) -> Address:
    """The address, checked by its shape; raises `Invalid(email=...)`. `İ`, `I` and `ı` stay three letters."""
    try:
        checked = validate_email(typed.strip(), check_deliverability=False)
    except EmailNotValidError:
        raise Invalid(email="not_email") from None
    return Address(checked.normalized, checked.normalized.lower())
