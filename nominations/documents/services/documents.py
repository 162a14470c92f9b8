"""Documents: requested on a page, made by the worker, stored by the hash of their content."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from nominations.access.queries.involvement import withheld_nominations
from nominations.core import withheld
from nominations.core.rules.errors import Refused
from nominations.core.rules.ledger import plain
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import JobState, Refusal, Role
from nominations.core.tables import Document, Job, StoredFile
from nominations.core.work import Work
from nominations.documents.adapters.render import RenderingFailed
from nominations.documents.kinds import KINDS, MadeDocument, Progress
from nominations.documents.queries.documents import list_waiting, require_rights
from nominations.documents.steps import codes
from nominations.documents.steps.request import mark_incomplete, request_document
from nominations.editions.queries import editions
from nominations.files.adapters.store import files

# How many of one person's documents may wait for their turn; the secretariat makes papers for everybody.
_MOST_WAITING = {Role.APPLICANT: 3, Role.REVIEWER: 3}
_MOST_WAITING_OF_STAFF = 30


def ask_for_document(
    work: Work, kind: str, *, language: str, nomination_id: UUID | None = None, round_id: UUID | None = None,
    choices: Mapping[str, Any] | None = None,
) -> Document:
    """Ask the worker for a document of a nomination, a round or the edition.

    One that still waits is handed out again. Raises `Refused` where the actor may not have it, or has too many waiting.
    """
    with work.transaction():
        require_rights(work, kind, nomination_id=nomination_id, round_id=round_id)
        chosen = {**(choices or {}), **KINDS[kind].choices(work)}
        waiting = list_waiting(work)
        of = {"kind": kind, "language": language, "nomination_id": nomination_id, "round_id": round_id}
        for other in waiting:
            if other.choices == plain(chosen) and all(getattr(other, name) == value for name, value in of.items()):
                return other  # it will be made of what is there when its turn comes, as this one would
        if len(waiting) >= _MOST_WAITING.get(work.actor.role, _MOST_WAITING_OF_STAFF):
            raise Refused(Refusal.TOO_MANY_WAITING)
        document = request_document(
            work, kind, language, work.actor, nomination_id=nomination_id, round_id=round_id, choices=chosen
        )
        work.record("ask_document", document, {"kind": kind, "language": language, "choices": chosen})
    return document


def make_document(work: Work, job: Job) -> None:
    """Make the document of a job and store it; a failure is recorded in the job. For the worker."""
    document_id = UUID(job.arguments["document_id"])
    try:
        render, withheld_ids = _collect(work, document_id)
        result = render(_progress(work, job.id))
    except (RenderingFailed, Refused) as error:
        _end_job(work, job.id, JobState.FAILED, str(error.reason))
        return
    store, size = files(work.settings), result.size
    with result.stream() as stream, store.take_in(stream, size) as stored:
        store.keep(stored)
    with work.transaction() as session:
        if session.get(StoredFile, stored.sha256) is None:
            session.add(StoredFile(sha256=stored.sha256, size=stored.size, stored_at=work.now))
            session.flush()
        document = session.get_one(Document, document_id)
        document.sha256, document.name, document.made_at = stored.sha256, result.name, work.now
        mark_incomplete(session, document.id, withheld_ids)
        document.input_hash = hashlib.sha256(result.source).hexdigest()
        codes.supersede_older(session, document)
        codes.record_fingerprints(work, document)
    _end_job(work, job.id, JobState.DONE)


def _collect(work: Work, document_id: UUID) -> tuple[Callable[[Progress], MadeDocument], frozenset[UUID]]:
    """Read the content of the document with the rights of the person it is for, and tell which nominations are left
    out. Holds no lock afterwards."""
    with Session(work.session.get_bind().execution_options(writes=False)) as session:
        document = session.get_one(Document, document_id)
        edition = editions.by_id(session, document.edition_id).edition
        actor = Actor(document.made_for_id, Role(document.made_as), edition.code)
        withheld_ids = withheld_nominations(session, actor, document.edition_id)
        withheld.withhold(session, withheld_ids)
        reading = Work(session, actor, work.now, work.settings)
        require_rights(reading, document.kind, nomination_id=document.nomination_id, round_id=document.round_id)
        return KINDS[document.kind].collect(reading, document), withheld_ids


def _progress(work: Work, job_id: UUID) -> Progress:
    def tell(done: int, total: int) -> None:
        with work.transaction() as session:
            job = session.get_one(Job, job_id)
            job.done, job.total = done, total

    return tell


def _end_job(work: Work, job_id: UUID, state: JobState, trouble: str = "") -> None:
    with work.transaction() as session:
        job = session.get_one(Job, job_id)
        job.state, job.ended_at, job.trouble = state, work.now, trouble
