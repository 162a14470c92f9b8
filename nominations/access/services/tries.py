"""Counts attempts to sign in or to use a private link, by who tries: nobody guesses for long or keeps an owner out."""

from datetime import timedelta

from sqlalchemy import and_, delete, func, or_, select

from nominations.core.tables import SignInTry
from nominations.core.work import Work

# What is looked at of one account in a day, from all addresses: a chance of one in ten thousand to guess six digits.
# Its owner then still gets in by the link of the letter, which nobody guesses.
_IN_A_DAY = 100
_A_DAY = timedelta(days=1)


def may_try(work: Work, email_key: str, ip: str) -> bool:
    """Whether an attempt is allowed now; it is counted if it is.

    The settings limit the attempts for an account from one network address (`tries_per_account`), so that a rival
    elsewhere does not use up the owner's, and those from one address for all accounts (`tries_per_address`) within
    `tries_minutes` minutes.
    """
    settings = work.settings
    since = work.now - timedelta(minutes=settings.tries_minutes)
    is_late = SignInTry.at > since
    with work.transaction() as session:
        session.execute(delete(SignInTry).where(SignInTry.at < since - _A_DAY))
        by_both, by_ip, in_a_day = session.execute(
            select(
                func.count().filter(and_(SignInTry.email_key == email_key, SignInTry.address == ip, is_late)),
                func.count().filter(and_(SignInTry.address == ip, is_late)),
                func.count().filter(SignInTry.email_key == email_key),
            ).where(SignInTry.at > work.now - _A_DAY, or_(SignInTry.email_key == email_key, SignInTry.address == ip))
        ).one()
        allowed = (
            by_both < settings.tries_per_account and by_ip < settings.tries_per_address and in_a_day < _IN_A_DAY
        )
        if allowed:
            session.add(SignInTry(email_key=email_key, address=ip, at=work.now))
    return allowed
