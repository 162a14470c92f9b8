"""Who reads along in a round without being counted: the one condition that every sum of reviews is asked under."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from nominations.core.tables import Shadow


def is_counted(of) -> ColumnElement[bool]:
    """The condition that the assignment `of` is no shadow's: without it no review may be counted, listed or told."""
    return ~exists().where(Shadow.round_id == of.round_id, Shadow.reviewer_id == of.reviewer_id)


def shadows(session: Session, round_id: UUID) -> frozenset[UUID]:
    """Who reads along in this round."""
    return frozenset(session.scalars(select(Shadow.reviewer_id).where(Shadow.round_id == round_id)))
