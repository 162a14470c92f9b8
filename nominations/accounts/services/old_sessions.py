"""Sessions that nobody can use any more are deleted after a while."""

from datetime import timedelta

from sqlalchemy import delete, or_

from nominations.core.database import rows_changed
from nominations.core.tables import Session
from nominations.core.work import Work

KEPT = timedelta(days=30)


def sweep_sessions(work: Work) -> int:
    """Delete sessions that were ended, or last used, longer ago than `KEPT`, and return how many."""
    longest = timedelta(minutes=max(work.settings.session_minutes, work.settings.session_idle_minutes))
    before = work.now - max(KEPT, longest)
    with work.transaction() as session:
        return rows_changed(
            session, delete(Session).where(or_(Session.ended_at < before, Session.seen_at < before))
        )
