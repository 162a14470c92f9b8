"""Codes and links by email, written within the transaction of a use case."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as Database

from nominations.accounts.adapters.addresses import Address
from nominations.core.adapters import secrets
from nominations.core.tables import Account, SignInCode
from nominations.core.work import Work


def has_too_many_letters(work: Work, session: Database, key: str) -> bool:
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
