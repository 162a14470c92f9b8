"""Finds the document of a code, for anybody who has the document; discloses nothing that is not printed on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import CodedDocument, Document, DocumentCode, LedgerRecord, Submission
from nominations.documents.kinds import FINISHED, KINDS, Code
from nominations.documents.queries import received_letters
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Edition


class Likeness(StrEnum):
    """How a file with a given SHA-256 relates to the document of a code."""

    DOCUMENT = "document"
    LISTED = "listed"
    CONTENT = "content"
    LIST_OF_FILES = "list_of_files"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """An issued document: what it is, when it was made, whether it is current, and the hashes of its files."""

    code: str
    kind: str
    edition: Edition
    reference: str
    made_at: datetime
    superseded_at: datetime | None
    version: int | None
    content_sha256: str
    ledger_number: int | None
    _files: frozenset[str]
    _listed: frozenset[str]

    @property
    def is_current(self) -> bool:
        return self.superseded_at is None

    @property
    def is_package(self) -> bool:
        """Whether the document is a package with a list of its files; `content_sha256` is then the hash of that
        list."""
        return KINDS[self.kind].code is Code.SINGLE

    @property
    def content_code(self) -> str:
        """The beginning of the content's SHA-256, as receipts and reports print it."""
        code = self.content_sha256[:12].upper()
        return " ".join(code[start:start + 4] for start in range(0, len(code), 4))

    def likeness(self, sha256: str) -> Likeness:
        """How a file with this SHA-256 relates to the document."""
        if sha256 in self._files:
            return Likeness.DOCUMENT
        if sha256 in self._listed:
            return Likeness.LISTED
        if sha256 != self.content_sha256:
            return Likeness.OTHER
        return Likeness.LIST_OF_FILES if self.is_package else Likeness.CONTENT


def code_of_document(session: Session, document_id: UUID) -> str | None:
    """The code a document carries."""
    return session.scalar(select(CodedDocument.code).where(CodedDocument.document_id == document_id))


def code_of_submission(session: Session, submission_id: UUID) -> str | None:
    """The code of a submission's receipt."""
    return session.scalar(select(DocumentCode.code).where(
        DocumentCode.subject == f"submission:{submission_id}", DocumentCode.kind == "receipt"
    ))


def find_document(session: Session, code: str) -> KnownDocument | None:
    """The document of a well-formed code; None where the code was never issued or its document was never made.

    Open to all: the policy is not asked, and the result names nobody.
    """
    row = session.get(DocumentCode, code)
    if row is None:
        return None
    papers = session.execute(
        select(Document.sha256, Document.made_at).join(CodedDocument, CodedDocument.document_id == Document.id)
        .where(CodedDocument.code == code, Document.sha256.is_not(None)).order_by(Document.made_at, Document.id)
    ).all()
    if row.kind != "receipt" and not papers:
        return None
    submission = _submission(session, row.subject)
    return KnownDocument(
        code, row.kind, editions.by_id(session, row.edition_id).edition, row.reference,
        row.issued_at if row.kind == "receipt" else papers[0].made_at, row.superseded_at,
        submission.number if submission else None, row.content_sha256,
        submission.ledger_number if submission else _record_of(session, row.subject),
        frozenset(paper.sha256 for paper in papers),
        frozenset(_listed_fingerprints(session, submission)) if submission else frozenset(),
    )


def _listed_fingerprints(session: Session, submission: Submission) -> Iterator[str]:
    """The SHA-256 of every file and text that a receipt lists."""
    yield from (attached["sha256"] for attached in submission.attachments)
    for letter in received_letters.list_letters(session, submission.id):
        yield from letter.fingerprints


def _record_of(session: Session, subject: str) -> int | None:
    """The number of the ledger record that commits to a finished document."""
    return session.scalar(select(LedgerRecord.number).where(
        LedgerRecord.subject == subject, LedgerRecord.act == FINISHED
    ))


def _submission(session: Session, subject: str) -> Submission | None:
    kind, _, identity = subject.partition(":")
    return session.get(Submission, UUID(identity)) if kind == "submission" else None
