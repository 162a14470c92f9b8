"""An account, the roles it holds in an edition, and its name."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from nominations.core.rules.vocabulary import Role
from nominations.core.tables import (
    Account,
    Grant,
)
from nominations.core.work import Work


def load_account(session: Session, account_id: UUID) -> Account | None:
    """The account with this id."""
    return session.get(Account, account_id)


# Written once: every page of somebody signed in asks it.
_ROLES = (
    select(Grant.role).where(
        Grant.account_id == bindparam("account"), Grant.edition_id == bindparam("edition"), Grant.ended_at.is_(None)
    ).order_by(Grant.granted_at, Grant.role)
)


def list_roles(session: Session, account_id: UUID, edition_id: UUID) -> tuple[Role, ...]:
    """The roles granted to a person in an edition that still stand, in the order they were granted."""
    return tuple(session.scalars(_ROLES, {"account": account_id, "edition": edition_id}))


def list_holders(session: Session, edition_id: UUID, *wanted: Role) -> list[Account]:
    """The people who hold one of these roles in an edition, by name."""
    return list(session.scalars(
        select(Account).join(Grant, Grant.account_id == Account.id)
        .where(Grant.edition_id == edition_id, Grant.ended_at.is_(None), Grant.role.in_(wanted))
        .order_by(Account.name, Account.id).distinct()
    ))


def account_name(work: Work, account_id: UUID | None) -> str:
    """The name of an account, for the title page of a document."""
    account = work.session.get(Account, account_id) if account_id else None
    return (account.name or account.email) if account else ""
