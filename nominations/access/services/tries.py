"""Counts attempts to sign in or to use a private link, so that nobody can guess for long."""

from datetime import timedelta

from sqlalchemy import delete, func, or_, select

from nominations.core.tables import SignInTry
from nominations.core.work import Work


def may_try(work: Work, email_key: str, ip: str) -> bool:
    """Whether an attempt is allowed now; it is counted if it is.

    The settings limit the attempts for each account (`tries_per_account`) and for each network address
    (`tries_per_address`) within `tries_minutes` minutes.
    """
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
