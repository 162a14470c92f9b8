"""Slow work, one piece at a time: claimed, done, ended; what a crash left is begun again."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from nominations.core.database import rows_changed
from nominations.core.registry import Registered
from nominations.core.rules.vocabulary import JobState
from nominations.core.tables import Job
from nominations.core.work import Work

# What does a job, by the name of its task. Packages register their own.
TASKS: Registered[Callable[[Work, Job], None]] = Registered("tasks of the worker")
# The bell rings at the commit; the sweep comes for what it missed.
MISSED = timedelta(seconds=5)


def run(work: Work, job_id: UUID) -> None:
    """Do a job if nobody else does it; may be called twice for the same one.

    Whatever happens, nobody is left waiting for a job that has ended: what broke on the way has failed.
    """
    with work.transaction() as session:
        claimed = rows_changed(
            session,
            update(Job).where(Job.id == job_id, Job.state == JobState.WAITING)
            .values(state=JobState.RUNNING, started_at=work.now),
        )
        if not claimed:
            return
        job = session.get_one(Job, job_id, populate_existing=True)
    try:
        TASKS[job.task](work, job)
    except BaseException:
        work.session.rollback()
        _broken(work, job_id)
        raise


def _broken(work: Work, job_id: UUID) -> None:
    with work.transaction() as session:
        session.execute(
            update(Job).where(Job.id == job_id, Job.state == JobState.RUNNING)
            .values(state=JobState.FAILED, ended_at=work.now, trouble="broken")
        )


def overdue(work: Work) -> list[UUID]:
    """Jobs that wait although their bell should have been heard, the oldest first."""
    return list(work.session.scalars(
        select(Job.id).where(Job.state == JobState.WAITING, Job.made_at < work.now - MISSED)
        .order_by(Job.made_at, Job.id).limit(100)
    ))


def begin_again(work: Work) -> int:
    """What was running when the worker died waits again; for the worker's start, when nothing else runs."""
    with work.transaction() as session:
        return rows_changed(
            session, update(Job).where(Job.state == JobState.RUNNING).values(state=JobState.WAITING, started_at=None)
        )
