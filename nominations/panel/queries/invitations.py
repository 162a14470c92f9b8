"""Invitations to review in an edition, and the invitation of a private link."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select

from nominations.core.adapters import secrets
from nominations.core.rules.errors import LinkRefused
from nominations.core.rules.private_links import LinkState
from nominations.core.rules.vocabulary import LetterState
from nominations.core.settings import Settings
from nominations.core.tables import Account, Letter, ReviewerInvitation
from nominations.core.work import Work


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and whom it went to."""

    row: ReviewerInvitation
    name: str
    email: str
    # Whether its letter came back or could not be sent.
    undelivered: bool = False

    def standing(self, now: datetime) -> str:
        """waiting, undelivered, accepted, declined, withdrawn or expired."""
        if self.row.accepted is not None:
            return "accepted" if self.row.accepted else "declined"
        if self.row.withdrawn_at is not None:
            return "withdrawn"
        if now >= self.row.expires_at:
            return "expired"
        return "undelivered" if self.undelivered else "waiting"


def list_invitations(work: Work, edition_id: UUID) -> list[Invited]:
    """Every invitation of an edition, the newest first."""
    undelivered = exists().where(
        Letter.account_id == ReviewerInvitation.account_id, Letter.template == "reviewer_invited",
        Letter.written_at == ReviewerInvitation.sent_at, Letter.state == LetterState.FAILED,
    )
    rows = work.session.execute(
        select(ReviewerInvitation, Account.name, Account.email, undelivered)
        .join(Account, Account.id == ReviewerInvitation.account_id)
        .where(ReviewerInvitation.edition_id == edition_id)
        .order_by(ReviewerInvitation.sent_at.desc(), ReviewerInvitation.id)
    )
    return [Invited(row, name or email, email, bool(failed)) for row, name, email, failed in rows]


def seal(settings: Settings, token: str) -> str:
    """What is stored of an invitation's token."""
    return secrets.keyed_hash(settings, "reviewing link", token)


def load_living(work: Work, edition_id: UUID, token: str, *, lock: bool = False) -> ReviewerInvitation:
    """The invitation if its link works now; raises `LinkRefused`. `lock` makes a second answer at the same moment
    wait."""
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
