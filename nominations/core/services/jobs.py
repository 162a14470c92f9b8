"""Jobs of the worker: each is claimed, done and ended; what a crash interrupted starts again."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import update

from nominations.core.database import rows_changed
from nominations.core.registry import Registry
from nominations.core.rules.vocabulary import JobState
from nominations.core.tables import Job
from nominations.core.work import Work

# What does a job, by the name of its task. Packages register their own.
TASKS: Registry[Callable[[Work, Job], None]] = Registry("tasks of the worker")


def run_job(work: Work, job_id: UUID) -> None:
    """Do a job if nobody else does it; may be called twice for the same one.

    A job whose task raises is marked as failed, so that nobody waits for it.
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
        _mark_failed(work, job_id)
        raise


def _mark_failed(work: Work, job_id: UUID) -> None:
    with work.transaction() as session:
        session.execute(
            update(Job).where(Job.id == job_id, Job.state == JobState.RUNNING)
            .values(state=JobState.FAILED, ended_at=work.now, trouble="broken")
        )


def restart_interrupted(work: Work) -> int:
    """Let jobs wait again that were running when the worker died. For the worker's start, when nothing else runs."""
    with work.transaction() as session:
        return rows_changed(
            session, update(Job).where(Job.state == JobState.RUNNING).values(state=JobState.WAITING, started_at=None)
        )
