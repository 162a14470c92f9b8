"""Requests a document within a use case: its row, its job, and its code."""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from nominations.access.queries.involvement import withheld_nominations
from nominations.core import withheld
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Refusal
from nominations.core.tables import Document, IncompleteDocument
from nominations.core.work import Work
from nominations.documents.kinds import KINDS
from nominations.documents.steps import codes
from nominations.editions.queries import editions


def request_document(
    work: Work, name: str, language: str, reader: Actor, *, choices: dict[str, Any], **of: UUID | None
) -> Document:
    """Request a document of the kind `name` for `reader`: its row, its job, and its code where it carries one."""
    session, kind = work.session, KINDS[name]
    pinned = editions.load_opened(session, work.actor.edition or "")
    if pinned is None:
        raise Refused(Refusal.NOT_FOUND)
    document_id = uuid4()
    job = work.enqueue_job("document", document_id=document_id)
    session.flush()
    document = Document(
        id=document_id, edition_id=pinned.id, kind=name,
        subject=f"{name}:{of.get('nomination_id') or of.get('round_id') or pinned.id}", choices=choices,
        language=language, made_for_id=reader.id, made_as=reader.role.value, made_at=work.now, job_id=job.id,
        name=f"{name}.{kind.extension}", media_type=kind.media_type, **of,
    )
    session.add(document)
    session.flush()
    mark_incomplete(session, document.id, withheld_nominations(session, reader, pinned.id))
    codes.assign_code(session, document)
    return document


def mark_incomplete(session: Session, document_id: UUID, withheld_ids: Collection[UUID]) -> None:
    """Store which nominations a document is made without; a complete document has no such row."""
    session.execute(delete(IncompleteDocument).where(IncompleteDocument.document_id == document_id))
    if withheld_ids:
        session.add(IncompleteDocument(document_id=document_id, withheld=withheld.key(withheld_ids)))
        session.flush()
