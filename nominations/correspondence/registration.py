"""What this package adds to the application."""

from nominations.correspondence.letters import LETTERS
from nominations.mail.texts import LETTER_KINDS


def register() -> None:
    """Add the letters of this package."""
    LETTER_KINDS.add_all(LETTERS)
