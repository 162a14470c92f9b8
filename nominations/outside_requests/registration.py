"""What this package adds to the application."""

from nominations.mail.texts import LETTER_KINDS
from nominations.outside_requests.letters import LETTERS


def register() -> None:
    """Add it."""
    LETTER_KINDS.add_all(LETTERS)
