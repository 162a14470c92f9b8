"""Who takes part in a nomination, and the page of an invitation."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, select

from nominations.access.queries.private_links import load_usable_link
from nominations.core.queries import accounts
from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import LinkRefused
from nominations.core.rules.private_links import Purpose
from nominations.core.tables import Account, Collaborator, Nomination, PrivateLink
from nominations.core.work import Work


class InvitationState(StrEnum):
    """The state of an invitation."""

    PENDING = "pending"
    EXPIRED = "expired"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who takes part or is invited to."""

    row: Collaborator
    name: str
    standing: InvitationState
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Team:
    """A nomination's owner, and its collaborators and open invitations in the order of inviting."""

    owner: str
    members: tuple[Member, ...]


def load_team(work: Work, nomination: Nomination) -> Team:
    """Who takes part in a nomination that the caller has checked access to."""
    owner = accounts.load_account(work.session, nomination.owner_id)
    rows = work.session.execute(
        select(Collaborator, Account.name, Account.email, PrivateLink.expires_at)
        .outerjoin(Account, Account.id == Collaborator.account_id)
        .outerjoin(PrivateLink, and_(PrivateLink.purpose == Purpose.INVITATION, PrivateLink.ended_at.is_(None),
                                     PrivateLink.subject_id == Collaborator.id))
        .where(Collaborator.nomination_id == nomination.id, Collaborator.ended_at.is_(None))
        .order_by(Collaborator.invited_at, Collaborator.id)
    )
    return Team(
        (owner.name or owner.email) if owner else "",
        tuple(Member(row, name or email or row.email, _state(work, row, until), until)
              for row, name, email, until in rows),
    )


def _state(work: Work, collaborator: Collaborator, until: datetime | None) -> InvitationState:
    if collaborator.accepted_at is not None:
        return InvitationState.ACCEPTED
    return InvitationState.PENDING if is_open(until, work.now) else InvitationState.EXPIRED


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the page of a link shows to the person it was sent to."""

    collaborator: Collaborator
    nomination: Nomination
    inviter: str
    until: datetime


def find_invitation(work: Work, edition_id: UUID, token: str, email_key: str) -> Invitation | None:
    """The open invitation of a link, if it was sent to this address; otherwise None, whatever the reason."""
    try:
        link = load_usable_link(work, edition_id, Purpose.INVITATION, token)
    except LinkRefused:
        return None
    collaborator = work.session.get_one(Collaborator, link.subject_id)
    if collaborator.email_key != email_key:
        return None
    nomination = work.session.get_one(Nomination, collaborator.nomination_id)
    inviter = accounts.load_account(work.session, collaborator.invited_by_id)
    return Invitation(collaborator, nomination, (inviter.name or inviter.email) if inviter else "", link.expires_at)


def list_shared(work: Work, edition_id: UUID) -> dict[UUID, Collaborator]:
    """The actor's own collaborations in an edition, by nomination."""
    rows = work.session.scalars(
        select(Collaborator).join(Nomination, Nomination.id == Collaborator.nomination_id)
        .where(Nomination.edition_id == edition_id, Collaborator.account_id == work.actor.id,
               Collaborator.accepted_at.is_not(None), Collaborator.ended_at.is_(None))
    )
    return {row.nomination_id: row for row in rows}
