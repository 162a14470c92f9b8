"""Sending an invitation to review, within the transaction of the caller."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.adapters import secrets
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Account, ReviewerInvitation
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.panel.queries.invitations import seal

A_SECOND = timedelta(seconds=1)  # letters name the last second that is in time


def invite_account(work: Work, edition_id: UUID, account: Account) -> ReviewerInvitation:
    """Store an invitation and send its letter; the caller has checked that this account may review."""
    session = work.session
    _end(work, session, edition_id, account.id)
    token = secrets.make_token()
    invitation = ReviewerInvitation(
        id=uuid4(), edition_id=edition_id, account_id=account.id, token_seal=seal(work.settings, token),
        sent_at=work.now, sent_by_id=work.actor.id,
        expires_at=work.now + timedelta(days=work.settings.invitation_days),
    )
    session.add(invitation)
    session.flush()
    edition = editions.by_id(session, edition_id).edition
    work.send_mail(
        "reviewer_invited", account, edition_id=edition_id, secret=True, edition=edition,
        last=invitation.expires_at - A_SECOND, path=f"/{edition.code}/reviewing/{token}?lang={account.language}",
    )
    work.record(Action.INVITE, f"account:{account.id}", {"until": invitation.expires_at})
    return invitation


def _end(work: Work, session: Session, edition_id: UUID, account_id: UUID) -> None:
    for invitation in session.scalars(select(ReviewerInvitation).where(
        ReviewerInvitation.edition_id == edition_id, ReviewerInvitation.account_id == account_id,
        ReviewerInvitation.answered_at.is_(None), ReviewerInvitation.withdrawn_at.is_(None),
    )):
        invitation.withdrawn_at = work.now
    session.flush()
