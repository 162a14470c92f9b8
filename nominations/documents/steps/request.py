"""A document that a use case has made: its row, its job, and its code."""

from typing import Any
from uuid import UUID, uuid4

from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Refusal
from nominations.core.tables import Document
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
    codes.assign_code(session, document)
    return document
