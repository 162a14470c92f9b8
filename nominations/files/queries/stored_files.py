"""Lists the files that the store should hold."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import StoredFile


def list_stored(session: Session) -> set[str]:
    """The SHA-256 of every file that some row refers to."""
    return set(session.scalars(select(StoredFile.sha256)))
