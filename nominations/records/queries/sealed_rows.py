"""Compares rows with the ledger records that committed to them: submissions, frozen rankings and documents.

The chain proves that no record was changed. It does not prove that the row a record is about was not; this does.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.rules.vocabulary import Action
from nominations.core.tables import (
    CodedDocument,
    Document,
    DocumentCode,
    FrozenRanking,
    LedgerContent,
    LedgerRecord,
    Submission,
)
from nominations.core.withheld import EVERYTHING
from nominations.documents.kinds import FINISHED, KINDS, Code
from nominations.documents.queries import received_letters
from nominations.editions.rules.form import Attached
from nominations.editions.rules.questions import content_hash


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A row that differs from what the ledger record `number` committed to; `what` is half a sentence."""

    number: int
    what: str


def find_contradictions(session: Session) -> Iterator[Contradiction]:
    """Every row that differs from its record. A record whose content was erased is skipped."""
    yield from _check_submissions(session)
    yield from _check_frozen_rankings(session)
    yield from _check_documents(session)


def _check_submissions(session: Session) -> Iterator[Contradiction]:
    for number, _subject, sealed in _list_records(session, Action.SUBMIT.value):
        submission_id = UUID(sealed["submission"])
        submission = session.get(Submission, submission_id, execution_options=EVERYTHING)
        if submission is None:
            yield Contradiction(number, f"submission {submission_id} is gone")
            continue
        computed = _hash_content(session, submission)
        # Older records hold only the first twelve digits, as `content_code`.
        committed = sealed.get("content_sha256") or sealed["content_code"].replace(" ", "").lower()
        code = session.scalar(select(DocumentCode.content_sha256).where(
            DocumentCode.subject == f"submission:{submission_id}", DocumentCode.kind == "receipt"
        ))
        if submission.ledger_number != number or not computed.startswith(committed) or code not in (None, computed):
            yield Contradiction(number, f"submission {submission_id} is not what was received")


def _hash_content(session: Session, submission: Submission) -> str:
    attachments = [
        Attached(
            kind=attachment["kind"], name=attachment["name"], sha256=attachment["sha256"]
        ) for attachment in submission.attachments
    ]
    return content_hash(submission.answers, attachments, received_letters.list_letters(session, submission.id))


def _check_frozen_rankings(session: Session) -> Iterator[Contradiction]:
    for number, subject, sealed in _list_records(session, Action.FREEZE.value):
        frozen_id = UUID(subject.partition(":")[2])
        frozen = session.get(FrozenRanking, frozen_id, execution_options=EVERYTHING)
        if frozen is None:
            yield Contradiction(number, f"frozen ranking {frozen_id} is gone")
            continue
        computed = hashlib.sha256(f"{frozen.content}\n{frozen.analysis or ''}".encode()).hexdigest()
        stored = (frozen.ledger_number, str(frozen.round_id), frozen.number, frozen.words, computed)
        if stored != (number, sealed["round"], sealed["number"], sealed["words"], sealed["sha256"]):
            yield Contradiction(number, f"frozen ranking {frozen_id} is not what was frozen")


def _check_documents(session: Session) -> Iterator[Contradiction]:
    for number, subject, sealed in _list_records(session, FINISHED):
        document_id = UUID(subject.partition(":")[2])
        if not _document_agrees(session, document_id, sealed):
            yield Contradiction(number, f"document {document_id} is not what was made")


def _list_records(session: Session, act: str) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Number, subject and content of the records of an act whose content was not erased."""
    return iter(session.execute(
        select(LedgerRecord.number, LedgerRecord.subject, LedgerContent.content)
        .join(LedgerContent, LedgerContent.number == LedgerRecord.number)
        .where(LedgerRecord.act == act).order_by(LedgerRecord.number).execution_options(**EVERYTHING)
    ).all())


def _document_agrees(session: Session, document_id: UUID, sealed: Mapping[str, Any]) -> bool:
    row = session.execute(
        select(DocumentCode, Document).join(CodedDocument, CodedDocument.code == DocumentCode.code)
        .join(Document, Document.id == CodedDocument.document_id).where(Document.id == document_id)
        .execution_options(**EVERYTHING)
    ).one_or_none()
    if row is None:
        return True  # the document was deleted with its code, so there is nothing to compare
    code, document = row
    stored = {
        "code": code.code, "kind": document.kind, "sha256": document.sha256, "source_sha256": document.input_hash,
    }
    is_same = all(sealed.get(name) == value for name, value in stored.items())
    return is_same and (KINDS[document.kind].code is not Code.SINGLE or code.content_sha256 == document.input_hash)
