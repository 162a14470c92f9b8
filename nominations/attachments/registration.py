"""What this package adds to the application."""

from nominations.attachments.letters import LETTERS
from nominations.mail.texts import LETTER_KINDS


def register() -> None:
    """Add it."""
    LETTER_KINDS.add_all(LETTERS)
