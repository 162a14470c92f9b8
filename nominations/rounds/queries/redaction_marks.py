"""What officers added to the phrases that a blind round strikes out of a nomination, and what they lifted."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from nominations.core.tables import RedactionMark


def list_standing(session: Session, nominations: Collection[UUID]) -> list[RedactionMark]:
    """The marks of these nominations that stand, the oldest first."""
    return list(session.scalars(
        select(RedactionMark)
        .where(RedactionMark.nomination_id.in_(nominations), RedactionMark.ended_at.is_(None))
        .order_by(RedactionMark.made_at, RedactionMark.id)
    ))


def list_hidden_since(session: Session, nominations: Collection[UUID], instant: datetime) -> set[UUID]:
    """Those of these nominations of which a phrase was added, or hidden again, at this instant or later."""
    return set(session.scalars(
        select(RedactionMark.nomination_id).where(RedactionMark.nomination_id.in_(nominations), or_(
            and_(~RedactionMark.is_lifted, RedactionMark.made_at >= instant),
            and_(RedactionMark.is_lifted, RedactionMark.ended_at >= instant),
        ))
    ))
