"""What this package adds to the application."""

from nominations.mail.texts import LETTER_KINDS
from nominations.reminders.letters import LETTERS


def register() -> None:
    """Add the letters of this package."""
    LETTER_KINDS.add_all(LETTERS)
