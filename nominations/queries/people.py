"""Accounts and the roles they hold."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.domain.vocabulary import Role
from nominations.models import Account, Grant


def account(session: Session, account_id: UUID) -> Account | None:
    """The account with this id."""
    return session.get(Account, account_id)


def roles(session: Session, account_id: UUID, edition_id: UUID) -> tuple[Role, ...]:
    """The roles granted to a person in an edition that still stand, in the order they were granted."""
    return tuple(session.scalars(
        select(Grant.role)
        .where(Grant.account_id == account_id, Grant.edition_id == edition_id, Grant.ended_at.is_(None))
        .order_by(Grant.granted_at, Grant.role)
    ))


def holders(session: Session, edition_id: UUID, *wanted: Role) -> list[Account]:
    """The people who hold one of these roles in an edition, by name."""
    return list(session.scalars(
        select(Account).join(Grant, Grant.account_id == Account.id)
        .where(Grant.edition_id == edition_id, Grant.ended_at.is_(None), Grant.role.in_(wanted))
        .order_by(Account.name, Account.id).distinct()
    ))
