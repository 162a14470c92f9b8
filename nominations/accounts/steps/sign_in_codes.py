"""Codes and links by email, written within the transaction of a use case."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session as Database

from nominations.accounts.adapters.addresses import Address
from nominations.core.adapters import secrets
from nominations.core.tables import Account, SignInCode, SignInTry
from nominations.core.work import Work

# Codes to one address in `tries_minutes`: asked for from one place, and by everybody together. A rival who asks from
# one place leaves the owner the rest.
FROM_ONE_PLACE, FROM_ALL = 5, 15
# Codes to all addresses that are asked for from one place: as many as a lecture hall needs, and a flood does not.
BY_ONE_PLACE = 60


def request_key(text: str) -> str:
    """How an address of email, or a place, stands among the tries where it is of a request for a code."""
    return f"code {text}"


def next_letter_at(work: Work, session: Database, key: str, place: str) -> datetime | None:
    """When this place may ask for a code to this address again; None if it may now, and then it is counted.

    Five letters fill nobody's mailbox. The count follows who asks, so that nobody keeps an owner out by asking.
    """
    window = timedelta(minutes=work.settings.tries_minutes)
    asked_of, asked_from = request_key(key), request_key(place)
    requests = session.execute(
        select(SignInTry.email_key, SignInTry.address, SignInTry.at)
        .where(or_(SignInTry.email_key == asked_of, SignInTry.address == asked_from), SignInTry.at > work.now - window)
        .order_by(SignInTry.at)
    ).all()
    by_place = [at for _, where, at in requests if where == asked_from]
    from_all = [at for whom, _, at in requests if whom == asked_of]
    from_here = [at for whom, where, at in requests if (whom, where) == (asked_of, asked_from)]
    for counted, most in ((from_here, FROM_ONE_PLACE), (from_all, FROM_ALL), (by_place, BY_ONE_PLACE)):
        if len(counted) >= most:
            return counted[-most] + window
    session.add(SignInTry(email_key=asked_of, address=asked_from, at=work.now))
    return None


def send_code(
    work: Work, session: Database, purpose: str, address: Address, account: Account | None, language: str, after: str,
    *, instead_of: UUID | None = None,
) -> UUID:
    """Write a letter with a code and a link, and return the id of the code. It ends the one it is sent `instead_of`,
    and no other: what somebody else asked for at this address stays good."""
    session.execute(
        update(SignInCode)
        .where(SignInCode.id == instead_of, SignInCode.email_key == address.key, SignInCode.purpose == purpose,
               SignInCode.ended_at.is_(None))
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
    return row.id
