"""The lock that makes changes of an edition's roles happen one after the other."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import OpenEdition


def lock_roles(session: Session, edition_id: UUID) -> None:
    """Lock the roles of an edition until the transaction ends: two heads cannot remove each other, and no role is given
    twice at once."""
    session.execute(select(OpenEdition.id).where(OpenEdition.id == edition_id).with_for_update(key_share=True))
