"""Tries to enter, counted per account and per address, so that nobody guesses for long."""

from datetime import timedelta

from sqlalchemy import delete, func, or_, select

from nominations.core.tables import SignInTry
from nominations.core.work import Work


def may_try(work: Work, email_key: str, ip: str) -> bool:
    """Count a try to enter and say whether it is looked at: a few per account, more per address, within minutes."""
    settings = work.settings
    since = work.now - timedelta(minutes=settings.tries_minutes)
    with work.transaction() as session:
        session.execute(delete(SignInTry).where(SignInTry.at < since - timedelta(days=1)))
        by_account, by_ip = session.execute(
            select(
                func.count().filter(SignInTry.email_key == email_key), func.count().filter(SignInTry.address == ip)
            ).where(SignInTry.at > since, or_(SignInTry.email_key == email_key, SignInTry.address == ip))
        ).one()
        allowed = by_account < settings.tries_per_account and by_ip < settings.tries_per_address
        if allowed:
            session.add(SignInTry(email_key=email_key, address=ip, at=work.now))
    return allowed
