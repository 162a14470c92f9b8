"""Entering: a code or link by mail, or a password; an account is made by whoever first enters with an address.

Nothing here tells whether an address is known: every answer is the same, and takes as long.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as Database

from nominations.accounts.adapters.addresses import Address, parse_address, require_writable
from nominations.accounts.steps.accounts import find_account, find_or_make_account
from nominations.accounts.steps.sign_in_codes import has_too_many_letters, send_code
from nominations.core.adapters import secrets
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.tables import SignInCode
from nominations.core.work import Work

WRONG_CODES = 5


def make_account(work: Work, typed: str, language: str) -> UUID:
    """The id of the account with this address, made where there is none; for the demonstration."""
    with work.transaction() as session:
        return find_or_make_account(work, session, parse_address(typed), language).id


def ask_to_enter(work: Work, typed: str, *, language: str, after: str = "") -> None:
    """Send a code and a link to an address, whoever it belongs to; older ones of it are dead.

    Raises `Invalid(email=...)` for what is no address, and for one that our mail server cannot write to.
    """
    address = parse_address(typed)
    require_writable(typed, work.settings)
    with work.transaction() as session:
        if has_too_many_letters(work, session, address.key):
            return
        account = find_account(session, address.key)
        send_code(work, session, "sign_in", address, account, language, after)


def enter_by_code(work: Work, typed: str, code: str, *, language: str) -> UUID | None:
    """The account of an address whose code this is, used up by this; None for anything else."""
    key, six = parse_address(typed).key, understand(TypedKind.CODE, code).value
    if six is None:
        return None  # no code at all: it costs none of the tries
    with work.transaction() as session:
        row = _find_usable(work, session, SignInCode.email_key == key)
        if row is None:
            return None
        if row.code_hash != secrets.keyed_hash(work.settings, f"code {key}", six):
            row.tries += 1
            if row.tries >= WRONG_CODES:
                row.ended_at = work.now
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
    row.ended_at = work.now
    return find_or_make_account(work, session, Address(row.email, row.email_key), language).id


def enter_by_password(work: Work, typed: str, password: str) -> UUID | None:
    """The account whose password this is; None otherwise, after the same time."""
    account = find_account(work.session, parse_address(typed).key)
    stored = account.password_hash if account else None
    work.session.rollback()  # nobody waits for a lock while a password is hashed
    return account.id if secrets.password_matches(password, stored) and account else None
