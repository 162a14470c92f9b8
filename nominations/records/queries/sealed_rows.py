"""What the ledger committed to, held against the rows that say so today: submissions, frozen rankings, documents.

The chain shows that no record was changed. It does not show that a row beside it was not; this does.
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
    """A row that is not what the record with this number committed to."""

    number: int
    what: str


def find_contradictions(session: Session) -> Iterator[Contradiction]:
    """Every sealed row that contradicts its record. A record whose content was erased is held against nothing."""
    yield from _submissions(session)
    yield from _frozen_rankings(session)
    yield from _documents(session)


def _submissions(session: Session) -> Iterator[Contradiction]:
    for number, _subject, sealed in _records(session, Action.SUBMIT.value):
        submission_id = UUID(sealed["submission"])
        submission = session.get(Submission, submission_id, execution_options=EVERYTHING)
        if submission is None:
            yield Contradiction(number, f"submission {submission_id} is gone")
            continue
        computed = _content_hash(session, submission)
        # Records from before hold the first twelve digits alone.
        committed = sealed.get("content_sha256") or sealed["content_code"].replace(" ", "").lower()
        code = session.scalar(select(DocumentCode.content_sha256).where(
            DocumentCode.subject == f"submission:{submission_id}", DocumentCode.kind == "receipt"
        ))
        if submission.ledger_number != number or not computed.startswith(committed) or code not in (None, computed):
            yield Contradiction(number, f"submission {submission_id} is not what was received")


def _content_hash(session: Session, submission: Submission) -> str:
    attached = [
        Attached(kind=held["kind"], name=held["name"], sha256=held["sha256"]) for held in submission.attachments
    ]
    return content_hash(submission.answers, attached, received_letters.list_letters(session, submission.id))


def _frozen_rankings(session: Session) -> Iterator[Contradiction]:
    for number, subject, sealed in _records(session, Action.FREEZE.value):
        frozen_id = UUID(subject.partition(":")[2])
        frozen = session.get(FrozenRanking, frozen_id, execution_options=EVERYTHING)
        if frozen is None:
            yield Contradiction(number, f"frozen ranking {frozen_id} is gone")
            continue
        computed = hashlib.sha256(f"{frozen.content}\n{frozen.analysis or ''}".encode()).hexdigest()
        stored = (frozen.ledger_number, str(frozen.round_id), frozen.number, frozen.words, computed)
        if stored != (number, sealed["round"], sealed["number"], sealed["words"], sealed["sha256"]):
            yield Contradiction(number, f"frozen ranking {frozen_id} is not what was frozen")


def _documents(session: Session) -> Iterator[Contradiction]:
    for number, subject, sealed in _records(session, FINISHED):
        document_id = UUID(subject.partition(":")[2])
        if not _agrees(session, document_id, sealed):
            yield Contradiction(number, f"document {document_id} is not what was made")


def _records(session: Session, act: str) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Number, subject and content of the records of an act whose content was not erased."""
    return iter(session.execute(
        select(LedgerRecord.number, LedgerRecord.subject, LedgerContent.content)
        .join(LedgerContent, LedgerContent.number == LedgerRecord.number)
        .where(LedgerRecord.act == act).order_by(LedgerRecord.number).execution_options(**EVERYTHING)
    ).all())


def _agrees(session: Session, document_id: UUID, sealed: Mapping[str, Any]) -> bool:
    row = session.execute(
        select(DocumentCode, Document).join(CodedDocument, CodedDocument.code == DocumentCode.code)
        .join(Document, Document.id == CodedDocument.document_id).where(Document.id == document_id)
        .execution_options(**EVERYTHING)
    ).one_or_none()
    if row is None:
        return True  # the document was deleted: its code is known to nobody any more
    code, document = row
    stored = {
        "code": code.code, "kind": document.kind, "sha256": document.sha256, "source_sha256": document.input_hash,
    }
    same = all(sealed.get(name) == value for name, value in stored.items())
    return same and (KINDS[document.kind].code is not Code.SINGLE or code.content_sha256 == document.input_hash)
