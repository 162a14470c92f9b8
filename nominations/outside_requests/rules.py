"""Somebody outside the award who is asked for something, as they were typed."""

from dataclasses import dataclass

from nominations.core.rules.mailbox import Mailbox


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody outside, as their nomination's owner typed them; `language` is what they are written to in."""

    name: str
    email: str
    language: str
    role: str = ""

    @property
    def mailbox(self) -> Mailbox:
        return Mailbox(self.email, self.language, self.name)
