"""Roles of an edition change one by one."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import OpenEdition


def lock_roles(session: Session, edition_id: UUID) -> None:
    """Hold the roles of an edition until the transaction ends: two heads cannot take each other away, and no role is
    given twice at once."""
    session.execute(select(OpenEdition.id).where(OpenEdition.id == edition_id).with_for_update(key_share=True))
