"""Slow work is done once, begun again after a crash, and never waits for ever."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest

from nominations.core.queries.jobs import MISSED, find_fairest, list_overdue
from nominations.core.rules.vocabulary import JobState
from nominations.core.services import jobs
from nominations.core.tables import Job
from nominations.core.work import Work
from tests.support import make

pytestmark = pytest.mark.both_databases


def worker(world) -> Work:
    return Work(world.session(writes=True), make.SYSTEM, world.clock(), world.settings)


@pytest.fixture
def done(monkeypatch) -> list[UUID]:
    """What the task `count` was asked to do."""
    seen: list[UUID] = []
    monkeypatch.setitem(jobs.TASKS, "count", lambda work, job: seen.append(job.id))
    return seen


@pytest.fixture
def job(world) -> UUID:
    work = world.work("owner")
    with work.transaction():
        return work.enqueue_job("count").id


def list_missed(world) -> list[UUID]:
    with world.session() as session:
        return list_overdue(Work(session, make.SYSTEM, world.clock(), world.settings))


def row(world, job_id: UUID) -> Job:
    with world.session() as session:
        return session.get_one(Job, job_id)


def test_a_job_is_done_once_however_often_it_is_queued(world, job, done):
    jobs.run_job(worker(world), job)
    jobs.run_job(worker(world), job)

    assert done == [job]


def test_two_workers_at_once_do_it_once(world, job, done):
    ready, troubles = threading.Barrier(4), []

    def work() -> None:
        try:
            ready.wait()
            jobs.run_job(worker(world), job)
        except BaseException as trouble:
            troubles.append(trouble)
            raise

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (done, troubles) == ([job], [])


def test_a_job_that_is_not_there_is_nothing(world, done):
    jobs.run_job(worker(world), UUID(int=7))

    assert done == []


def test_while_it_runs_it_says_so(world, job, monkeypatch):
    seen = []
    monkeypatch.setitem(jobs.TASKS, "count", lambda work, job: seen.append(row(world, job.id).state))

    jobs.run_job(worker(world), job)

    assert seen == [JobState.RUNNING]


def test_an_exception_in_a_job_is_recorded_and_does_not_leave_it_running(world, job, monkeypatch):
    def break_down(work, job):
        with work.transaction() as session:
            session.get_one(Job, job.id).done = 3
        raise ZeroDivisionError

    monkeypatch.setitem(jobs.TASKS, "count", break_down)

    with pytest.raises(ZeroDivisionError):
        jobs.run_job(worker(world), job)

    stored = row(world, job)
    assert (stored.state, stored.trouble, stored.done) == (JobState.FAILED, "broken", 3)
    assert stored.ended_at == world.clock()


def test_what_was_running_when_the_worker_died_is_begun_again_at_its_start(world, job, done):
    work = worker(world)
    with work.transaction() as session:
        session.get_one(Job, job).state = JobState.RUNNING

    jobs.run_job(worker(world), job)
    assert done == []
    assert jobs.restart_interrupted(worker(world)) == 1
    jobs.run_job(worker(world), job)

    assert done == [job]


def test_the_sweep_finds_only_a_job_that_was_not_queued(world, job, done):
    assert list_missed(world) == []

    world.clock.turn_to(world.clock() + MISSED + timedelta(microseconds=1))
    assert list_missed(world) == [job]
    jobs.run_job(worker(world), job)
    with worker(world).transaction() as session:
        session.get_one(Job, job).state = JobState.DONE

    assert list_missed(world) == []


def test_the_many_jobs_of_one_keep_nobody_elses_waiting(world, done, clock):
    ids = {}
    for person, count in (("owner", 4), ("stranger", 1), ("assigned", 2)):
        work = world.work(person)
        with work.transaction():
            ids[person] = [work.enqueue_job("count").id for _ in range(count)]
        work.session.close()
        clock.turn_to(clock() + timedelta(seconds=1))

    begun = []
    while (job_id := find_fairest(here := worker(world))) is not None:
        begun.append(job_id)
        jobs.run_job(here, job_id)
        here.session.close()

    names = {job_id: person for person, of_person in ids.items() for job_id in of_person}
    assert [names[job_id] for job_id in begun] == [
        "owner", "stranger", "assigned", "owner", "assigned", "owner", "owner",
    ]
