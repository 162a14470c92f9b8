"""Loads documents that the worker makes, only for the person and role that they were made for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.vocabulary import JobState, Refusal
from nominations.core.tables import Document, Job, Nomination, Round
from nominations.core.work import Work
from nominations.documents.kinds import KINDS, RECHECKS, Subject
from nominations.editions.queries import editions


@dataclass(frozen=True, slots=True)
class DocumentProgress:
    """A document and the job of the worker that makes it."""

    document: Document
    job: Job


def load_document(work: Work, document_id: UUID) -> DocumentProgress:
    """The document. Raises `Refused` unless it was made for the actor in this role and they may still read its subject.
    """
    row = work.session.get(Document, document_id)
    if row is None or row.made_for_id != work.actor.id:
        raise Refused(Refusal.NOT_FOUND)
    kind = KINDS[row.kind]
    if row.made_as != work.actor.role.value and kind.subject is not Subject.PERSON:
        raise Refused(Refusal.NOT_FOUND)
    require_rights(work, row.kind, nomination_id=row.nomination_id, round_id=row.round_id)
    for recheck in (kind.recheck, *RECHECKS.values()):
        recheck(work, row)
    return DocumentProgress(row, work.session.get_one(Job, row.job_id))


def list_waiting(work: Work) -> list[Document]:
    """The actor's own documents, in this role and edition, that no worker has begun."""
    return list(work.session.scalars(
        select(Document).join(Job, Job.id == Document.job_id)
        .where(Document.made_for_id == work.actor.id, Document.made_as == work.actor.role.value,
               Job.state == JobState.WAITING)
        .order_by(Document.made_at, Document.id)
    ))


def find_recent(work: Work, kind: str, since: datetime) -> Document | None:
    """The actor's newest document of this kind that was finished after `since`."""
    return work.session.scalars(
        select(Document)
        .where(Document.made_for_id == work.actor.id, Document.kind == kind, Document.made_at > since,
               Document.sha256.is_not(None))
        .order_by(Document.made_at.desc(), Document.id).limit(1)
    ).one_or_none()


def list_nominations(document: Document) -> list[UUID]:
    """The single nominations that a document is about; empty for documents of a round or an edition."""
    one = [document.nomination_id] if document.nomination_id else []
    return one + [UUID(file_id) for file_id in document.choices.get("files", ())]


def require_rights(work: Work, kind: str, *, nomination_id: UUID | None, round_id: UUID | None) -> None:
    """Raise `Refused` unless the actor may have a document of this kind about this subject now."""
    document_kind = KINDS[kind]
    if document_kind.subject is Subject.PERSON:
        return  # one's own data: the owner is the actor, or was checked before
    is_of_edition = document_kind.subject is Subject.EDITION
    case = _edition_case(work) if is_of_edition else _case(work, nomination_id, round_id)
    rights = [action for action in document_kind.rights if work.may_ever(action)]
    for action in rights or document_kind.rights[:1]:
        work.require(action, case)


def _case(work: Work, nomination_id: UUID | None, round_id: UUID | None) -> PolicyFacts:
    if round_id is not None:
        stored_round = work.session.get(Round, round_id)
        if stored_round is not None:
            return policy_facts.load_round(work, stored_round)
    elif nomination_id is not None:
        nomination = work.session.get(Nomination, nomination_id)
        if nomination is not None:
            return policy_facts.load(work, nomination)
    raise Refused(Refusal.NOT_FOUND)


def _edition_case(work: Work) -> PolicyFacts:
    pinned = editions.load_opened(work.session, work.actor.edition or "")
    if pinned is None:
        raise Refused(Refusal.NOT_FOUND)
    return policy_facts.load_edition(work, pinned.id)
