"""What this package adds to the application."""

from nominations.core.services.jobs import TASKS
from nominations.documents.services import documents


def register() -> None:
    """Add it."""
    TASKS.add("document", documents.make_document)
