"""What this package adds to the application."""

from nominations.documents.kinds import RECHECKS
from nominations.rounds.queries import blind


def register() -> None:
    """Add it."""
    RECHECKS.add("blind", blind.recheck)
