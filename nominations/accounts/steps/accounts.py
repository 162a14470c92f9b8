"""Finds an account by its address, makes it, and locks it against closure, within the transaction of a use case."""

from uuid import uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Database

from nominations.accounts.adapters.addresses import Address
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.tables import Account
from nominations.core.work import Work


def find_account(session: Database, key: str) -> Account | None:
    """The account with this address, closed ones excluded; None where there is none."""
    return session.scalars(select(Account).where(Account.email_key == key)).one_or_none()


def lock_open_account(session: Database, which: ColumnElement[bool]) -> Account | None:
    """The open account that meets the condition, locked so that it cannot be closed until the transaction ends.

    A use case that gives somebody a nomination, a part in one or a role calls this first, but after it locked the
    nomination: closing an account takes its locks in that order too, so the two cannot deadlock.
    """
    account = session.scalars(
        select(Account).where(which).with_for_update(read=True).execution_options(populate_existing=True)
    ).one_or_none()
    return None if account is None or account.is_closed else account


def require_open_account(work: Work) -> None:
    """Lock the actor's account against closure. Raises `Refused(SIGN_IN)` where it was closed meanwhile."""
    if lock_open_account(work.session, Account.id == work.actor.id) is None:
        raise Refused(Refusal.SIGN_IN)


def find_or_make_account(work: Work, session: Database, address: Address, language: str, name: str = "") -> Account:
    """The account with this address, made where there is none, and locked against closure."""
    account = lock_open_account(session, Account.email_key == address.key)
    if account is None:
        account = Account(
            id=uuid4(), email=address.email, email_key=address.key, name=name, language=language, created_at=work.now
        )
        try:
            with session.begin_nested():
                session.add(account)
        except IntegrityError:
            # Another transaction made it at the same instant, and recorded it.
            return session.scalars(select(Account).where(Account.email_key == address.key)).one()
        work.record("make_account", account, {"email": address.email})
    return account
