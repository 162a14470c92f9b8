"""The worker process: registers the tasks and runs them until it is asked to stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Engine

from nominations import registration
from nominations.accounts.services import old_sessions
from nominations.attachments.services import scans, uploads
from nominations.core import database
from nominations.core.adapters import clock
from nominations.core.adapters.queue import Queue, open_queue, run_consumer
from nominations.core.queries.jobs import find_fairest, list_overdue
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.services import jobs
from nominations.core.settings import Settings
from nominations.core.work import Work
from nominations.mail.queries.letters import list_due
from nominations.mail.services import outbox
from nominations.official_form.services import public_papers
from nominations.reminders.services import reminders

SWEEP_SECONDS = 15
PAPERS_SECONDS = 15
OLD_SESSIONS_SECONDS = 3_600
SYSTEM = Actor(None, Role.SYSTEM, name="the worker")


def run(settings: Settings, parent: int) -> None:
    """Work until SIGTERM, or until the process `parent` is gone. Call it in the main thread of a process of its own."""
    engine = database.connect(settings.database_url)
    queue = open_queue(settings)
    register(queue, engine, settings)
    with open_work(engine, settings) as work:
        jobs.restart_interrupted(work)
    run_consumer(queue, settings, parent)
    engine.dispose()


def register(queue: Queue, engine: Engine, settings: Settings) -> None:
    """Tell the queue what its bells mean."""
    registration.register()

    @queue.task("letter")
    def letter(id: str) -> None:
        with open_work(engine, settings) as work:
            outbox.deliver_letter(work, UUID(id))

    # The same on a line of its own: a code or a private link waits for no other letter and for no paper.
    queue.task("secret_letter")(letter)

    @queue.task("job")
    def job(id: str) -> None:
        with open_work(engine, settings) as work:
            # Each message starts one job; which one is decided when its turn has come.
            jobs.run_job(work, find_fairest(work) or UUID(id))

    @queue.task("scan")
    def scan(id: str) -> None:
        with open_work(engine, settings) as work:
            scans.ask_scanner(work, UUID(id))

    @queue.every(SWEEP_SECONDS, "sweep")
    def sweep() -> None:
        with open_work(engine, settings) as work:
            waiting = [("secret_letter", letter_id) for letter_id in list_due(work, secret=True)]
            waiting += [("letter", letter_id) for letter_id in list_due(work, secret=False)]
            waiting += [("job", job_id) for job_id in list_overdue(work)]
            waiting += [("scan", scan_id) for scan_id in scans.list_due(work)]
        for task, identity in waiting:
            queue.enqueue(task, id=identity)
        with open_work(engine, settings) as work:
            uploads.sweep_uploads(work)
        with open_work(engine, settings) as work:
            reminders.send_due_reminders(work)

    @queue.every(OLD_SESSIONS_SECONDS, "old_sessions")
    def delete_old_sessions() -> None:
        with open_work(engine, settings) as work:
            old_sessions.sweep_sessions(work)

    @queue.every(PAPERS_SECONDS, "papers")
    def papers() -> None:
        with open_work(engine, settings) as work:
            for paper in public_papers.list_wanted(work)[:1]:  # one at a time, so that stopping is quick
                public_papers.make_paper(work, paper)


@contextmanager
def open_work(engine: Engine, settings: Settings) -> Iterator[Work]:
    """The worker's own work: no person, the instant of now."""
    with database.open_session(engine, writes=True) as session:
        yield Work(session, SYSTEM, clock.make_clock(settings)(), settings)
