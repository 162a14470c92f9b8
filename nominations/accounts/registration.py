"""What this package adds to the application."""

from nominations.accounts.letters import LETTERS
from nominations.accounts.reports import own_data
from nominations.documents.kinds import KINDS
from nominations.mail.texts import LETTER_KINDS


def register() -> None:
    """Add it."""
    for name, kind in own_data.KINDS.items():
        KINDS.add(name, kind)
    for name, purpose in LETTERS.items():
        LETTER_KINDS.add(name, purpose)
