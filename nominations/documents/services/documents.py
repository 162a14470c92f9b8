"""Documents: asked for in a request, made by the worker, kept by the hash of their content."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from nominations import document_kinds
from nominations.access.queries import policy_facts
from nominations.accounts.queries import people
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy import Actor
from nominations.core.rules.vocabulary import Action, JobState, Refusal, Role
from nominations.core.tables import Document, Job, StoredFile
from nominations.core.work import Work
from nominations.documents.adapters.render import RenderingFailed
from nominations.documents.queries import documents as query
from nominations.documents.services import codes
from nominations.editions.queries import editions
from nominations.files.adapters.store import files
from nominations.reviewing.queries import own_reviews


def ask(
    work: Work, kind: str, *, language: str, nomination_id: UUID | None = None, round_id: UUID | None = None,
    choices: Mapping[str, Any] | None = None,
) -> Document:
    """Ask the worker for a document of a nomination, a round or the edition.

    Raises `Refused` where the actor may not have it.
    """
    with work.transaction():
        query.require(work, kind, nomination_id=nomination_id, round_id=round_id)
        chosen = dict(choices or {}) | _of_files(work, kind)
        document = _asked(
            work, kind, language, work.actor, nomination_id=nomination_id, round_id=round_id, choices=chosen
        )
        work.record("ask_document", document, {"kind": kind, "language": language, "choices": chosen})
    return document


def _of_files(work: Work, kind: str) -> dict[str, Any]:
    """Which files a paper of one's own reviews is of: once one of them is shut, so is the paper."""
    if kind != "own_reviews":
        return {}
    edition_id = editions.opened(work.session, work.actor.edition or "").id
    return {"files": [str(each) for each in own_reviews.scored(work, edition_id)]}


def certify(work: Work, reviewer_id: UUID, *, language: str) -> Document:
    """Have the certificate of a reviewer's service made: the reviewer fetches it, and nobody else.

    Raises `Refused` where this person is no reviewer of the edition, or has not handed in a review that counts.
    """
    with work.transaction() as session:
        pinned = editions.opened(session, work.actor.edition or "")
        if pinned is None:
            raise Refused(Refusal.NOT_FOUND)
        work.require(Action.CERTIFY, policy_facts.edition_case(work, pinned.id))
        if Role.REVIEWER not in people.roles(session, reviewer_id, pinned.id):
            raise Refused(Refusal.NOT_FOUND)
        if not own_reviews.service(work, pinned.id, reviewer_id).files:
            raise Refused(Refusal.TOO_EARLY)
        document = _asked(
            work, "certificate", language, Actor(reviewer_id, Role.REVIEWER, pinned.edition.code),
            choices={"reviewer": str(reviewer_id), "edition": pinned.edition.code},
        )
        work.record(Action.CERTIFY, document, {"reviewer": str(reviewer_id), "language": language})
    return document


def _asked(
    work: Work, kind: str, language: str, reader: Actor, *, choices: dict[str, Any], **of: UUID | None
) -> Document:
    """The document's row, its job, and its code where it carries one."""
    session = work.session
    pinned = editions.opened(session, work.actor.edition or "")
    document_id, maker = uuid4(), document_kinds.MAKERS[kind]
    job = work.later("document", document_id=document_id)
    session.flush()
    document = Document(
        id=document_id, edition_id=pinned.id, kind=kind,
        subject=f"{kind}:{of.get('nomination_id') or of.get('round_id') or pinned.id}", choices=choices,
        language=language, made_for_id=reader.id, made_as=reader.role.value, made_at=work.now, job_id=job.id,
        name=f"{kind}.{maker.ending}", media_type=maker.media_type, **of,
    )
    session.add(document)
    session.flush()
    codes.put_on(session, document)
    return document


def make(work: Work, job: Job) -> None:
    """Make the document of a job and keep it; what goes wrong is said in the job. For the worker."""
    document_id = UUID(job.arguments["document_id"])
    try:
        made = _collected(work, document_id)(_progress(work, job.id))
    except (RenderingFailed, Refused) as trouble:
        _end(work, job.id, JobState.FAILED, str(trouble.reason))
        return
    store, size = files(work.settings), made.size
    with made.stream() as stream, store.take_in(stream, size) as stored:
        store.keep(stored)
    with work.transaction() as session:
        if session.get(StoredFile, stored.sha256) is None:
            session.add(StoredFile(sha256=stored.sha256, size=stored.size, stored_at=work.now))
            session.flush()
        document = session.get_one(Document, document_id)
        document.sha256, document.name, document.made_at = stored.sha256, made.name, work.now
        document.input_hash = hashlib.sha256(made.source).hexdigest()
        codes.made(session, document)
    _end(work, job.id, JobState.DONE)


def _collected(work: Work, document_id: UUID) -> Callable[[document_kinds.Tell], document_kinds.Made]:
    """What the document holds in the eyes of whom it is for, at this instant; nothing is locked afterwards."""
    with Session(work.session.get_bind().execution_options(writes=False)) as session:
        document = session.get_one(Document, document_id)
        edition = editions.by_id(session, document.edition_id).edition
        actor = Actor(document.made_for_id, Role(document.made_as), edition.code)
        reading = Work(session, actor, work.now, work.settings)
        query.require(reading, document.kind, nomination_id=document.nomination_id, round_id=document.round_id)
        return document_kinds.MAKERS[document.kind].collect(reading, document)


def _progress(work: Work, job_id: UUID) -> document_kinds.Tell:
    def tell(done: int, total: int) -> None:
        with work.transaction() as session:
            job = session.get_one(Job, job_id)
            job.done, job.total = done, total

    return tell


def _end(work: Work, job_id: UUID, state: JobState, trouble: str = "") -> None:
    with work.transaction() as session:
        job = session.get_one(Job, job_id)
        job.state, job.ended_at, job.trouble = state, work.now, trouble
