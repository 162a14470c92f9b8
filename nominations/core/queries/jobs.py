"""Jobs that nobody has begun."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from nominations.core.rules.vocabulary import JobState
from nominations.core.tables import Job
from nominations.core.work import Work

# A job is enqueued after the commit; after this time its message counts as lost.
MISSED = timedelta(seconds=5)


def list_overdue(work: Work) -> list[UUID]:
    """Jobs that still wait although the queue should have started them, the oldest first."""
    return list(work.session.scalars(
        select(Job.id).where(Job.state == JobState.WAITING, Job.made_at < work.now - MISSED)
        .order_by(Job.made_at, Job.id).limit(100)
    ))
