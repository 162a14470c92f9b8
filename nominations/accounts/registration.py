"""What this package adds to the application."""

from nominations.accounts.letters import LETTERS
from nominations.accounts.reports import own_data
from nominations.documents.kinds import KINDS
from nominations.mail.texts import LETTER_KINDS


def register() -> None:
    """Add it."""
    KINDS.add_all(own_data.KINDS)
    LETTER_KINDS.add_all(LETTERS)
