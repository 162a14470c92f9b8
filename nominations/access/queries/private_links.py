"""Finds the private link of a token."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.core.adapters import secrets
from nominations.core.rules.errors import LinkRefused
from nominations.core.rules.private_links import LinkState, Purpose, link_state
from nominations.core.settings import Settings
from nominations.core.tables import Nomination, PrivateLink
from nominations.core.work import Work


def seal(settings: Settings, purpose: Purpose, token: str) -> str:
    """The keyed hash of a link's token, which is what the database stores; it differs for each purpose."""
    return secrets.keyed_hash(settings, f"{purpose.value} link", token)


def load_usable_link(work: Work, edition_id: UUID, purpose: Purpose, token: str, *, lock: bool = False) -> PrivateLink:
    """The link of a token, if it works now in this edition. Raises `LinkRefused` with its state otherwise.

    `lock` locks the nomination and then the link until the transaction ends, in the order of the owner's use cases: of
    two uses at once, or of a use and a withdrawal, the second finds that the link no longer works.
    """
    row = work.session.execute(
        select(PrivateLink, Nomination.discarded_at)
        .join(Nomination, Nomination.id == PrivateLink.nomination_id)
        .where(
            PrivateLink.token_seal == seal(work.settings, purpose, token), PrivateLink.purpose == purpose,
            Nomination.edition_id == edition_id,
        )
    ).one_or_none()
    if row is None:
        raise LinkRefused(LinkState.UNKNOWN)
    link, discarded_at = row
    if lock:
        discarded_at = work.session.scalar(
            select(Nomination.discarded_at).where(Nomination.id == link.nomination_id).with_for_update()
        )
        work.session.refresh(link, with_for_update=True)
    state = LinkState.WITHDRAWN if discarded_at else link_state(link.end, link_expiry(work, link), work.now)
    if state is not LinkState.ALIVE:
        raise LinkRefused(state)
    return link


def link_expiry(work: Work, link: PrivateLink) -> datetime:
    """The first instant at which a link no longer works: the deadline of its purpose as it is now, so that links sent
    before and after an extension expire together; without such a deadline, the date of the link itself."""
    nomination = work.session.get_one(Nomination, link.nomination_id)
    return policy_facts.load(work, nomination).link_until(link.purpose) or link.expires_at
