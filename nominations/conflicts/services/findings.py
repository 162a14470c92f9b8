"""Finding conflicts of interest: whenever a profile, a file or who reviews changes, and over a whole edition as a job.

Earlier findings keep their decisions; a new one closes the nomination to that reviewer until it is decided.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.conflicts.steps.findings import enqueue_search, renew_findings
from nominations.core.rules.vocabulary import Action, JobState
from nominations.core.tables import Job
from nominations.core.work import Work


def ask_for_search(work: Work, edition_id: UUID) -> Job:
    """Ask the worker to search the whole edition again."""
    with work.transaction() as session:
        work.require(Action.DECIDE_CONFLICT, policy_facts.load_edition(work, edition_id))
        job = enqueue_search(work, edition_id)
        session.flush()
        work.record("look_for_conflicts", f"edition:{edition_id}", {"job": job.id})
    return job


def search_conflicts(work: Work, job: Job) -> None:
    """Search between the nominations and reviewers of a job; for the worker."""
    arguments = job.arguments
    with work.transaction() as session:
        fresh = renew_findings(
            work, UUID(arguments["edition_id"]),
            nominations=_only(arguments, "nominations"), reviewers=_only(arguments, "reviewers"),
        )
        ended = session.get_one(Job, job.id, populate_existing=True)
        ended.done = ended.total = fresh
        ended.state, ended.ended_at = JobState.DONE, work.now


def _only(arguments: Mapping[str, Any], name: str) -> list[UUID] | None:
    return list(map(UUID, arguments[name])) if name in arguments else None
