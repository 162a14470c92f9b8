"""Slow work, one piece at a time: claimed, done, ended; what a crash left is begun again."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from nominations.domain.vocabulary import JobState
from nominations.models import Job
from nominations.services import documents
from nominations.work import Work

TASKS = {"document": documents.make}
# The bell rings at the commit; the sweep comes for what it missed.
MISSED = timedelta(seconds=5)


def run(work: Work, job_id: UUID) -> None:
    """Do a job if nobody else does it; may be called twice for the same one."""
    with work.transaction() as session:
        claimed = session.execute(
            update(Job).where(Job.id == job_id, Job.state == JobState.WAITING)
            .values(state=JobState.RUNNING, started_at=work.now)
        )
        if not claimed.rowcount:
            return
        job = session.get_one(Job, job_id, populate_existing=True)
    TASKS[job.task](work, job)


def missed(work: Work) -> list[UUID]:
    """Jobs that wait although their bell should have been heard, the oldest first."""
    return list(work.session.scalars(
        select(Job.id).where(Job.state == JobState.WAITING, Job.made_at < work.now - MISSED)
        .order_by(Job.made_at, Job.id).limit(100)
    ))


def begin_again(work: Work) -> int:
    """What was running when the worker died waits again; for the worker's start, when nothing else runs."""
    with work.transaction() as session:
        return session.execute(
            update(Job).where(Job.state == JobState.RUNNING).values(state=JobState.WAITING, started_at=None)
        ).rowcount
