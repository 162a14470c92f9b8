"""Addresses beyond ASCII: domains leave as `xn--`, and what stands before the @ needs a server that offers SMTPUTF8."""

from email_validator import validate_email


def with_ascii_domain(address: str) -> str:
    """The address as envelopes and headers carry it; raises `ValueError` where its domain has no such form."""
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    return local + at + validate_email(f"postmaster@{domain}", check_deliverability=False).ascii_domain


def needs_smtputf8(address: str) -> bool:
    """Whether only a mail server with SMTPUTF8 can write to this address."""
    return not address.rpartition("@")[0].isascii()
