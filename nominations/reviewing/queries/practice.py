"""A reviewer's own practice cards; nobody else ever sees them."""

from uuid import UUID

from sqlalchemy import select

from nominations.core.tables import Practice
from nominations.core.work import Work


def mine(work: Work, edition_id: UUID) -> dict[str, Practice]:
    """The actor's cards that are in, by sample."""
    found = work.session.scalars(
        select(Practice).where(Practice.account_id == work.actor.id, Practice.edition_id == edition_id,
                               Practice.submitted_at.is_not(None)).order_by(Practice.sample)
    )
    return {each.sample: each for each in found}
