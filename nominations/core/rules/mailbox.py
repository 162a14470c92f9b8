"""An address that letters go to, without an account."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address that belongs to no account: the edition's contact."""

    email: str
    language: str = "en"
    name: str = ""
    id: None = None
