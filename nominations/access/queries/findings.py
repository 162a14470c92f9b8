"""Whether evidence of a conflict between a file and a reviewer waits for a decision."""

from sqlalchemy import ColumnElement, exists

from nominations.core.rules.vocabulary import ConflictState
from nominations.core.tables import (
    Finding,
)


def is_open(nomination_id: ColumnElement | object, reviewer_id: ColumnElement | object) -> ColumnElement[bool]:
    """The condition that something found between the two waits for its decision: the file is shut meanwhile."""
    return exists().where(
        Finding.nomination_id == nomination_id, Finding.reviewer_id == reviewer_id,
        Finding.state == ConflictState.OPEN, Finding.gone_at.is_(None),
    )
