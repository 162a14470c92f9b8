"""Invitations to review in an edition, and the invitation of a private link."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from nominations.core.adapters import secrets
from nominations.core.rules.errors import LinkRefused
from nominations.core.rules.private_links import LinkState
from nominations.core.settings import Settings
from nominations.core.tables import Account, ReviewerInvitation
from nominations.core.work import Work


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and whom it went to."""

    row: ReviewerInvitation
    name: str
    email: str

    def standing(self, now: datetime) -> str:
        """waiting, accepted, declined, withdrawn or expired."""
        if self.row.accepted is not None:
            return "accepted" if self.row.accepted else "declined"
        if self.row.withdrawn_at is not None:
            return "withdrawn"
        return "waiting" if now < self.row.expires_at else "expired"


def list_invitations(work: Work, edition_id: UUID) -> list[Invited]:
    """Every invitation of an edition, the newest first."""
    rows = work.session.execute(
        select(ReviewerInvitation, Account.name, Account.email)
        .join(Account, Account.id == ReviewerInvitation.account_id)
        .where(ReviewerInvitation.edition_id == edition_id)
        .order_by(ReviewerInvitation.sent_at.desc(), ReviewerInvitation.id)
    )
    return [Invited(row, name or email, email) for row, name, email in rows]


def seal(settings: Settings, token: str) -> str:
    """What is stored of an invitation's token."""
    return secrets.keyed_hash(settings, "reviewing link", token)


def load_living(work: Work, edition_id: UUID, token: str, *, lock: bool = False) -> ReviewerInvitation:
    """The invitation if its link works now; raises `DeadLink`. `lock` makes a second answer at the same moment wait."""
    query = select(ReviewerInvitation).where(
        ReviewerInvitation.token_seal == seal(work.settings, token), ReviewerInvitation.edition_id == edition_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    invitation = work.session.scalars(query).one_or_none()
    if invitation is None:
        raise LinkRefused(LinkState.UNKNOWN)
    if invitation.answered_at is not None:
        raise LinkRefused(LinkState.USED)
    if invitation.withdrawn_at is not None:
        raise LinkRefused(LinkState.WITHDRAWN)
    if work.now >= invitation.expires_at:
        raise LinkRefused(LinkState.EXPIRED)
    return invitation
