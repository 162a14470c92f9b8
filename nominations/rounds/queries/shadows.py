"""Lists the shadow reviewers of a round, whose reviews do not count."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import Shadow


def list_shadows(session: Session, round_id: UUID) -> frozenset[UUID]:
    """The accounts of the shadow reviewers of this round."""
    return frozenset(session.scalars(select(Shadow.reviewer_id).where(Shadow.round_id == round_id)))
