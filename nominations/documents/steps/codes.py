"""Issues and supersedes codes of official documents, in the transaction of the act that they prove."""

import hashlib
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nominations.core.adapters import secrets
from nominations.core.rules import ledger
from nominations.core.tables import CodedDocument, Document, DocumentCode, Nomination, Submission
from nominations.core.work import Work
from nominations.documents.kinds import FINISHED, KINDS, Code
from nominations.editions.queries import editions


def issue_code(
    session: Session, kind: str, *, edition_id: UUID, subject: str, series: str, at: datetime, reference: str = "",
    content_sha256: str = "",
) -> DocumentCode:
    """A new code for a document of `kind`. It supersedes others only by `supersede_codes`."""
    code = DocumentCode(
        code=secrets.make_document_code(), edition_id=edition_id, kind=kind, subject=subject, series=series,
        reference=reference, content_sha256=content_sha256, issued_at=at,
    )
    session.add(code)
    session.flush()
    return code


def supersede_codes(session: Session, by: DocumentCode, at: datetime) -> None:
    """Mark every other current code of the series of `by`, of any kind, as superseded by it."""
    session.execute(
        update(DocumentCode)
        .where(
            DocumentCode.series == by.series, DocumentCode.superseded_at.is_(None), DocumentCode.code != by.code,
            DocumentCode.subject != by.subject,
        )
        .values(superseded_by=by.code, superseded_at=at)
    )


def issue_receipt_code(session: Session, nomination: Nomination, submission: Submission, content: str) -> DocumentCode:
    """A code for a submission's receipt; it supersedes the receipts and prints of earlier versions."""
    code = issue_code(
        session, "receipt", edition_id=nomination.edition_id, subject=f"submission:{submission.id}",
        series=f"nomination:{nomination.id}", at=submission.submitted_at, reference=nomination.reference,
        content_sha256=content,
    )
    supersede_codes(session, code, submission.submitted_at)
    return code


def assign_code(session: Session, document: Document) -> DocumentCode | None:
    """The code that a requested document will carry: that of its submission's receipt, or one of its own.

    Drafts and tables for the secretariat's own use carry none.
    """
    code = _issue_or_find_code(session, document)
    if code is not None:
        session.add(CodedDocument(document_id=document.id, code=code.code))
        session.flush()
    return code


def supersede_older(session: Session, document: Document) -> None:
    """Supersede the documents that a finished one with its own code replaces: when it is finished, not when
    requested."""
    if KINDS[document.kind].code is Code.OWN:
        code = session.scalars(
            select(DocumentCode).join(CodedDocument).where(CodedDocument.document_id == document.id)
        ).one_or_none()
        if code is not None:
            supersede_codes(session, code, document.made_at)


def record_fingerprints(work: Work, document: Document) -> None:
    """Record the code, file and source hashes of a finished document in the ledger; the source of a package is the list
    of its files. A changed file or row then contradicts the record."""
    code = work.session.scalars(
        select(DocumentCode).join(CodedDocument).where(CodedDocument.document_id == document.id)
    ).one_or_none()
    if code is None:
        return
    if KINDS[document.kind].code is Code.SINGLE:
        code.content_sha256 = document.input_hash or ""
    edition = editions.by_id(work.session, document.edition_id).edition.code
    replace(work, actor=replace(work.actor, edition=edition)).record(FINISHED, document, {
        "code": code.code, "kind": document.kind, "sha256": document.sha256, "source_sha256": document.input_hash,
    })


def _issue_or_find_code(session: Session, document: Document) -> DocumentCode | None:
    if KINDS[document.kind].code in (Code.OWN, Code.SINGLE):
        return issue_code(
            session, document.kind, edition_id=document.edition_id, subject=f"document:{document.id}",
            series=_series_name(document), at=document.made_at, reference=_reference(session, document.nomination_id),
        )
    number, code = document.choices.get("number"), KINDS[document.kind].code
    if code is Code.NONE or number is None:
        return None
    submission = session.scalars(select(Submission).where(
        Submission.nomination_id == document.nomination_id, Submission.number == number
    )).one_or_none()
    receipt = None if submission is None else session.scalars(select(DocumentCode).where(
        DocumentCode.subject == f"submission:{submission.id}", DocumentCode.kind == "receipt"
    )).one_or_none()
    if code is Code.RECEIPT or receipt is None:
        return receipt
    own_code = issue_code(
        session, document.kind, edition_id=document.edition_id, subject=receipt.subject, series=receipt.series,
        at=document.made_at, reference=receipt.reference, content_sha256=receipt.content_sha256,
    )
    own_code.superseded_by, own_code.superseded_at = receipt.superseded_by, receipt.superseded_at
    session.flush()
    return own_code


def _series_name(document: Document) -> str:
    """The name of the series of documents that supersede one another: same kind, round, nomination, language and
    choices. A `SINGLE` one has a series of its own."""
    if KINDS[document.kind].code is Code.SINGLE:
        return f"document:{document.id}"
    identity = [str(document.nomination_id), document.language, dict(document.choices)]
    choices = hashlib.sha256(ledger.canonical(identity).encode()).hexdigest()[:16]
    return f"{document.kind}:{document.round_id}:{choices}"


def _reference(session: Session, nomination_id: UUID | None) -> str:
    nomination = session.get(Nomination, nomination_id) if nomination_id else None
    return nomination.reference if nomination else ""
