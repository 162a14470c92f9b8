"""The sessions of an account."""

from datetime import timedelta

from sqlalchemy import select

from nominations.core.tables import Session
from nominations.core.work import Work


def list_sessions(work: Work) -> list[Session]:
    """The actor's sessions that still work, the newest first."""
    oldest_start = work.now - timedelta(minutes=work.settings.session_minutes)
    oldest_use = work.now - timedelta(minutes=work.settings.session_idle_minutes)
    return list(work.session.scalars(
        select(Session).where(Session.account_id == work.actor.id, Session.ended_at.is_(None),
                              Session.created_at > oldest_start, Session.seen_at > oldest_use)
        .order_by(Session.seen_at.desc(), Session.token_hash)
    ))
