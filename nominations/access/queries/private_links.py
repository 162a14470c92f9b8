"""The link behind a token: alive, or `DeadLink` with the reason."""

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
    """What is stored of a link's token: keyed, and good for one purpose only."""
    return secrets.keyed_hash(settings, f"{purpose.value} link", token)


def load_usable_link(work: Work, edition_id: UUID, purpose: Purpose, token: str, *, lock: bool = False) -> PrivateLink:
    """The link if it works now in this edition; raises `DeadLink`.

    `lock` takes the nomination and then the link for this transaction, in the order in which owners take them: of two
    who use it, or of a use and a withdrawal, one comes second and finds it dead.
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
    """The first instant at which a link is dead: that of what it is tied to, so that one sent before the close was
    moved lives as long as one sent after; else its own date."""
    nomination = work.session.get_one(Nomination, link.nomination_id)
    return policy_facts.load(work, nomination).link_until(link.purpose) or link.expires_at
