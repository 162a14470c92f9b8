"""A reviewer's own practice cards, which nobody else sees."""

from uuid import UUID

from sqlalchemy import select

from nominations.core.tables import Practice
from nominations.core.work import Work


def load_own_cards(work: Work, edition_id: UUID) -> dict[str, Practice]:
    """The actor's submitted cards, by sample."""
    cards = work.session.scalars(
        select(Practice).where(Practice.account_id == work.actor.id, Practice.edition_id == edition_id,
                               Practice.submitted_at.is_not(None)).order_by(Practice.sample)
    )
    return {card.sample: card for card in cards}
