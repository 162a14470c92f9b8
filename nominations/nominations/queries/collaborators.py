"""Who takes part in a nomination, and what an invitation says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, select

from nominations.access.queries.private_links import living
from nominations.core.queries import accounts
from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import LinkRefused
from nominations.core.rules.private_links import Purpose
from nominations.core.tables import Account, Collaborator, Nomination, PrivateLink
from nominations.core.work import Work


class Standing(StrEnum):
    """Where an invitation stands."""

    PENDING = "pending"
    EXPIRED = "expired"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who takes part or is invited to."""

    row: Collaborator
    name: str
    standing: Standing
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Team:
    """A nomination's owner and everybody who was invited and stands, in the order they were."""

    owner: str
    members: tuple[Member, ...]


def team(work: Work, nomination: Nomination) -> Team:
    """Who takes part in a nomination that was found for a purpose already."""
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
        tuple(Member(row, name or email or row.email, _standing(work, row, until), until)
              for row, name, email, until in rows),
    )


def _standing(work: Work, row: Collaborator, until: datetime | None) -> Standing:
    if row.accepted_at is not None:
        return Standing.ACCEPTED
    return Standing.PENDING if is_open(until, work.now) else Standing.EXPIRED


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the page of a link shows to the person it was sent to."""

    collaborator: Collaborator
    nomination: Nomination
    inviter: str
    until: datetime


def invitation(work: Work, edition_id: UUID, token: str, email_key: str) -> Invitation | None:
    """The living invitation behind a link, if it was sent to this address; None for everything else alike."""
    try:
        link = living(work, edition_id, Purpose.INVITATION, token)
    except LinkRefused:
        return None
    row = work.session.get_one(Collaborator, link.subject_id)
    if row.email_key != email_key:
        return None
    nomination = work.session.get_one(Nomination, row.nomination_id)
    inviter = accounts.load_account(work.session, row.invited_by_id)
    return Invitation(row, nomination, (inviter.name or inviter.email) if inviter else "", link.expires_at)


def shared_with(work: Work, edition_id: UUID) -> dict[UUID, Collaborator]:
    """The actor's own parts in nominations of an edition, by nomination."""
    rows = work.session.scalars(
        select(Collaborator).join(Nomination, Nomination.id == Collaborator.nomination_id)
        .where(Nomination.edition_id == edition_id, Collaborator.account_id == work.actor.id,
               Collaborator.accepted_at.is_not(None), Collaborator.ended_at.is_(None))
    )
    return {row.nomination_id: row for row in rows}
