"""Entering: a code or link by mail, or a password; an account is made by whoever first enters with an address.

Nothing here tells whether an address is known: every answer is the same, and takes as long.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Database

from nominations.core.adapters import secrets
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.tables import Account, SignInCode
from nominations.core.work import Work

WRONG_CODES = 5


@dataclass(frozen=True, slots=True)
class Address:
    """A checked mail address: as typed, and the key that decides whether two are the same."""

    email: str
    key: str


def address_of(typed: str) -> Address:
    """The address, checked by its shape; raises `Invalid(email=...)`. `İ`, `I` and `ı` stay three letters."""
    try:
        checked = validate_email(typed.strip(), check_deliverability=False)
    except EmailNotValidError:
        raise Invalid(email="not_email") from None
    return Address(checked.normalized, checked.normalized.lower())


def ask_to_enter(work: Work, typed: str, *, language: str, after: str = "") -> None:
    """Send a code and a link to an address, whoever it belongs to; older ones of it are dead."""
    address = address_of(typed)
    with work.transaction() as session:
        if too_many_letters(work, session, address.key):
            return
        account = by_key(session, address.key)
        send_code(work, session, "sign_in", address, account, language, after)


def too_many_letters(work: Work, session: Database, key: str) -> bool:
    """Five letters in ten minutes fill nobody's mailbox; the sixth is not sent, and the page says the same."""
    since = work.now - timedelta(minutes=work.settings.tries_minutes)
    sent = session.scalar(
        select(func.count()).select_from(SignInCode)
        .where(SignInCode.email_key == key, SignInCode.created_at > since)
    )
    return (sent or 0) >= 5


def send_code(
    work: Work, session: Database, purpose: str, address: Address, account: Account | None, language: str, after: str
) -> None:
    session.execute(
        update(SignInCode)
        .where(SignInCode.email_key == address.key, SignInCode.purpose == purpose, SignInCode.ended_at.is_(None))
        .values(ended_at=work.now)
    )
    code, token, minutes = secrets.make_six_digits(), secrets.make_token(), work.settings.code_minutes
    row = SignInCode(
        id=uuid4(), email=address.email, email_key=address.key, purpose=purpose, created_at=work.now,
        account_id=account.id if account else None, expires_at=work.now + timedelta(minutes=minutes),
        code_hash=secrets.keyed_hash(work.settings, f"code {address.key}", code),
        link_hash=secrets.keyed_hash(work.settings, "link", token),
    )
    session.add(row)
    reader = Account(id=None, email=address.email, name="", language=account.language if account else language)
    path = f"/sign-in/link/{token}" + (f"?next={after}" if after else "")
    work.send_mail(purpose, reader, secret=True, code=code, path=path, minutes=minutes)


def enter_by_code(work: Work, typed: str, code: str, *, language: str) -> UUID | None:
    """The account of an address whose code this is, used up by this; None for anything else."""
    key = address_of(typed).key
    with work.transaction() as session:
        row = _living(work, session, SignInCode.email_key == key)
        if row is None:
            return None
        if row.code_hash != secrets.keyed_hash(work.settings, f"code {key}", "".join(code.split())):
            row.tries += 1
            if row.tries >= WRONG_CODES:
                row.ended_at = work.now
            return None
        return _entered(work, session, row, language)


def enter_by_link(work: Work, token: str, *, language: str) -> UUID | None:
    """The account a link was sent to, used up by this; None when it is dead."""
    with work.transaction() as session:
        row = _living(work, session, SignInCode.link_hash == secrets.keyed_hash(work.settings, "link", token))
        return None if row is None else _entered(work, session, row, language)


def _living(work: Work, session: Database, which: ColumnElement[bool]) -> SignInCode | None:
    return session.scalars(
        select(SignInCode)
        .where(which, SignInCode.purpose == "sign_in", SignInCode.ended_at.is_(None), SignInCode.expires_at > work.now)
        .order_by(SignInCode.created_at.desc()).limit(1).with_for_update()
    ).one_or_none()


def _entered(work: Work, session: Database, row: SignInCode, language: str) -> UUID:
    row.ended_at = work.now
    return find_or_make(work, session, Address(row.email, row.email_key), language).id


def enter_by_password(work: Work, typed: str, password: str) -> UUID | None:
    """The account whose password this is; None otherwise, after the same time."""
    account = by_key(work.session, address_of(typed).key)
    stored = account.password_hash if account else None
    work.session.rollback()  # nobody waits for a lock while a password is hashed
    return account.id if secrets.password_matches(password, stored) and account else None


def by_key(session: Database, key: str) -> Account | None:
    """The account with this address."""
    return session.scalars(select(Account).where(Account.email_key == key)).one_or_none()


def kept_open(session: Database, which: ColumnElement[bool]) -> Account | None:
    """The open account for which this is so: it cannot be closed until this transaction ends.

    Whoever gives somebody a file, a part in one or a role asks this first, and after the lock of the file: closing
    locks files, then their owner. Of the two, one comes second and sees what the other did.
    """
    found = session.scalars(
        select(Account).where(which).with_for_update(read=True).execution_options(populate_existing=True)
    ).one_or_none()
    return None if found is None or found.is_closed else found


def insist_on_being_open(work: Work) -> None:
    """The actor's own account, kept open; raises `Refused` where it was closed meanwhile."""
    if kept_open(work.session, Account.id == work.actor.id) is None:
        raise Refused(Refusal.SIGN_IN)


def find_or_make(work: Work, session: Database, address: Address, language: str, name: str = "") -> Account:
    """The account with this address, made if there is none and kept open; within the transaction of whoever asks."""
    account = kept_open(session, Account.email_key == address.key)
    if account is None:
        account = Account(
            id=uuid4(), email=address.email, email_key=address.key, name=name, language=language, created_at=work.now
        )
        try:
            with session.begin_nested():
                session.add(account)
        except IntegrityError:
            # Made at this very instant by somebody else: they have recorded it.
            return session.scalars(select(Account).where(Account.email_key == address.key)).one()
        work.record("make_account", account, {"email": address.email})
    return account
