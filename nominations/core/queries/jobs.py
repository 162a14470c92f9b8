"""Jobs that nobody has begun."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from nominations.core.rules.vocabulary import JobState
from nominations.core.tables import Job
from nominations.core.work import Work

# A job is enqueued after the commit; after this time its message counts as lost.
MISSED = timedelta(seconds=5)


# For how long what somebody had made counts when it is asked whose turn is next.
_REMEMBERED = timedelta(minutes=10)


def find_fairest(work: Work) -> UUID | None:
    """The job to begin next: the oldest of the person for whom least was begun of late, so that nobody's many keep
    another's one waiting; None where nothing waits."""
    begun: dict[UUID | None, int] = dict(work.session.execute(
        select(Job.made_by_id, func.count()).where(Job.started_at > work.now - _REMEMBERED).group_by(Job.made_by_id)
    ).all())
    waiting = work.session.execute(
        select(Job.id, Job.made_by_id).where(Job.state == JobState.WAITING).order_by(Job.made_at, Job.id)
    ).all()
    fairest = min(waiting, key=lambda job: begun.get(job.made_by_id, 0), default=None)
    return fairest.id if fairest else None


def list_overdue(work: Work) -> list[UUID]:
    """Jobs that still wait although the queue should have started them, the oldest first."""
    return list(work.session.scalars(
        select(Job.id).where(Job.state == JobState.WAITING, Job.made_at < work.now - MISSED)
        .order_by(Job.made_at, Job.id).limit(100)
    ))
