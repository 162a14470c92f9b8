"""What this package adds to the application."""

from nominations.attachments.letters import LETTERS
from nominations.mail.texts import LETTER_KINDS


def register() -> None:
    """Add it."""
    for name, purpose in LETTERS.items():
        LETTER_KINDS.add(name, purpose)
