"""Selects who applies in an edition: the owners of nominations and everybody who ever collaborated on one."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, select, union

from nominations.core.tables import Collaborator, Nomination


def select_participants(
    edition_id: UUID, of: Collection[UUID] | Select[UUID] | CompoundSelect[UUID]
) -> CompoundSelect[UUID]:
    """The accounts in `of` that own a nomination of the edition or ever joined one, and so may not judge there."""
    here = (Nomination.edition_id == edition_id, Nomination.discarded_at.is_(None))
    return union(
        select(Nomination.owner_id).where(*here, Nomination.owner_id.in_(of)),
        select(Collaborator.account_id).join(Nomination, Nomination.id == Collaborator.nomination_id)
        .where(*here, Collaborator.account_id.in_(of)),
    )
