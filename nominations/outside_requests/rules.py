"""People outside the award who are asked for a letter or for consent."""

from dataclasses import dataclass

from nominations.core.rules.mailbox import Mailbox


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody outside, as the nomination's owner typed them; letters to them are in `language`."""

    name: str
    email: str
    language: str
    role: str = ""

    @property
    def mailbox(self) -> Mailbox:
        return Mailbox(self.email, self.language, self.name)
