"""Entering: a code or link by mail, or a password; an account is made by whoever first enters with an address.

Nothing here tells whether an address is known: every answer is the same, and takes as long.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session as Database

from nominations.accounts.adapters.addresses import Address, parse_address, require_writable
from nominations.accounts.steps.accounts import find_account, find_or_make_account
from nominations.accounts.steps.sign_in_codes import next_letter_at, send_code
from nominations.core.adapters import secrets
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.tables import SignInCode
from nominations.core.work import Work

WRONG_CODES = 5


def make_account(work: Work, typed: str, language: str) -> UUID:
    """The id of the account with this address, made where there is none; for the demonstration."""
    with work.transaction() as session:
        return find_or_make_account(work, session, parse_address(typed), language).id


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking for a code: the code that this browser may enter, or when the next letter can be sent."""

    code_id: UUID | None
    again_at: datetime | None = None


def ask_to_enter(
    work: Work, typed: str, *, language: str, place: str = "", after: str = "", instead_of: UUID | None = None
) -> Asked:
    """Send a code and a link to an address, whoever it belongs to; the one that the same browser asked for is dead.

    `place` is where the asking comes from. Raises `Invalid(email=...)` for what is no address, and for one that our
    mail server cannot write to.
    """
    address = parse_address(typed)
    require_writable(typed, work.settings)
    with work.transaction() as session:
        if again_at := next_letter_at(work, session, address.key, place):
            return Asked(instead_of, again_at)
        account = find_account(session, address.key)
        return Asked(send_code(
            work, session, "sign_in", address, account, language, after, instead_of=instead_of
        ))


def enter_by_code(work: Work, typed: str, code: str, *, language: str, code_id: UUID | None) -> UUID | None:
    """The account of an address whose code this is, used up by this; None for anything else.

    Only the code that this browser asked for is looked at: others can neither guess it nor wear it out.
    """
    key, six = parse_address(typed).key, understand(TypedKind.CODE, code).value
    if six is None:
        return None  # no code at all: it costs none of the tries
    with work.transaction() as session:
        row = _find_usable(
            work, session, and_(SignInCode.id == code_id, SignInCode.email_key == key, SignInCode.tries < WRONG_CODES)
        )
        if row is None:
            return None
        if row.code_hash != secrets.keyed_hash(work.settings, f"code {key}", six):
            row.tries += 1  # the link in the same letter stays good: nobody guesses that
            return None
        return _use_code(work, session, row, language)


def enter_by_link(work: Work, token: str, *, language: str) -> UUID | None:
    """The account a link was sent to, used up by this; None when it is dead."""
    with work.transaction() as session:
        row = _find_usable(work, session, SignInCode.link_hash == secrets.keyed_hash(work.settings, "link", token))
        return None if row is None else _use_code(work, session, row, language)


def _find_usable(work: Work, session: Database, which: ColumnElement[bool]) -> SignInCode | None:
    return session.scalars(
        select(SignInCode)
        .where(which, SignInCode.purpose == "sign_in", SignInCode.ended_at.is_(None), SignInCode.expires_at > work.now)
        .order_by(SignInCode.created_at.desc()).limit(1).with_for_update()
    ).one_or_none()


def _use_code(work: Work, session: Database, row: SignInCode, language: str) -> UUID:
    # Whoever is in needs none of the others that were sent there.
    session.execute(
        update(SignInCode)
        .where(SignInCode.email_key == row.email_key, SignInCode.purpose == "sign_in", SignInCode.ended_at.is_(None))
        .values(ended_at=work.now)
    )
    return find_or_make_account(work, session, Address(row.email, row.email_key), language).id


def enter_by_password(work: Work, typed: str, password: str) -> UUID | None:
    """The account whose password this is; None otherwise, after the same time."""
    account = find_account(work.session, parse_address(typed).key)
    stored = account.password_hash if account else None
    work.session.rollback()  # nobody waits for a lock while a password is hashed
    return account.id if secrets.password_matches(password, stored) and account else None
