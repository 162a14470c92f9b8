"""Collects everything stored about one person, for that person: nothing about anybody else, and no reviewer's name.

Columns are named one by one, so that a new column is not disclosed before somebody decides that it may be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as Database

from nominations.core.rules import ledger
from nominations.core.tables import (
    Acceptance,
    Access,
    Account,
    AnswerVersion,
    Assessment,
    AssessmentVersion,
    Assignment,
    Attachment,
    Collaborator,
    Comment,
    Conflict,
    ConflictStatement,
    Document,
    Grant,
    LateAttempt,
    LedgerRecord,
    Letter,
    Mark,
    Message,
    Nomination,
    OpenEdition,
    Profile,
    Recusal,
    ReviewerMessage,
    Round,
    SectionAnswers,
    SectionVersion,
    Session,
    Submission,
)
from nominations.core.work import Work


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that the person uploaded, and its path in the archive."""

    sha256: str
    path: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """The content of the archive: data to be written as JSON, and the files that it names."""

    content: dict[str, Any]
    files: tuple[OwnFile, ...]


def collect_own_data(work: Work) -> OwnData:
    """Everything stored about the actor now."""
    session, who = work.session, work.actor.id
    account = session.get_one(Account, who)
    nominations = list(session.scalars(
        select(Nomination).where(Nomination.owner_id == who).order_by(Nomination.reference)
    ))
    own = [_nomination(session, nomination, account.id) for nomination in nominations]
    content = {
        "made_at": work.now,
        "account": _one(account, "id", "email", "name", "language", "zone", "created_at", "password_set_at"),
        "sessions": _rows(session, Session, Session.account_id == who, "created_at", "seen_at", "ended_at", "address",
                          "agent"),
        "roles": _rows(session, Grant, Grant.account_id == who, "role", "granted_at", "ended_at", editions=True),
        "profiles": _rows(session, Profile, Profile.account_id == who, "nationalities", "country", "institutions",
                          "languages", "most_files", editions=True),
        "texts_accepted": _rows(session, Acceptance, Acceptance.account_id == who, "text", "text_version", "language",
                                "accepted_at", editions=True),
        "conflicts_stated": _rows(session, ConflictStatement, ConflictStatement.account_id == who, "covers_until",
                                  "stated_at", editions=True),
        "nominations": [data for data, _ in own],
        "nominations_joined": _rows(session, Collaborator, Collaborator.account_id == who, "email", "right",
                                    "invited_at", "accepted_at", "ended_at"),
        "comments": _rows(session, Comment, Comment.author_id == who, "question", "text", "written_at"),
        "letters": _rows(session, Letter, Letter.account_id == who, "address", "language", "subject", "text",
                         "written_at", "sent_at", "state"),
        "documents": _rows(session, Document, Document.made_for_id == who, "kind", "language", "name", "made_at"),
        "reviews": _reviews(session, account.id),
        "files_opened": _rows(session, Access, Access.account_id == who, "role", "what", "at"),
        "acts_in_the_ledger": _rows(session, LedgerRecord, LedgerRecord.actor == str(who), "number", "at", "act",
                                    "role", "edition", "hash"),
    }
    return OwnData(ledger.plain(content), tuple(file for _, files in own for file in files))


def _nomination(session: Database, of: Nomination, who: UUID) -> tuple[dict[str, Any], list[OwnFile]]:
    attachments = list(session.scalars(
        select(Attachment).where(Attachment.nomination_id == of.id).order_by(Attachment.uploaded_at, Attachment.id)
    ))
    paths = {attachment.id: f"files/{of.reference}/{number:02d}" for number, attachment in enumerate(attachments, 1)}
    data = _one(of, "reference", "category", "state", "title", "language", "created_at", "changed_at", "submitted_at",
                "discarded_at")
    is_of_nomination = (SectionVersion.nomination_id == of.id)
    data |= {
        "answers": {row.section: row.answers for row in session.scalars(
            select(SectionAnswers).where(SectionAnswers.nomination_id == of.id).order_by(SectionAnswers.section)
        )},
        "versions": [
            _one(row, "section", "number", "answers", "saved_at") | {"saved_by_you": row.saved_by_id == who}
            for row in session.scalars(select(SectionVersion).where(is_of_nomination).order_by(
                SectionVersion.section, SectionVersion.number
            ))
        ],
        "answer_versions": [
            _one(row, "question", "number", "answer", "began_at", "saved_at") | {"saved_by_you": row.saved_by_id == who}
            for row in session.scalars(select(AnswerVersion).where(AnswerVersion.nomination_id == of.id).order_by(
                AnswerVersion.question, AnswerVersion.number
            ))
        ],
        "attachments": [
            _one(attachment, "kind", "name", "size", "sha256", "media_type", "caption", "year", "photographer",
                 "rights", "alternative", "uploaded_at", "removed_at")
            | {"file": _path(paths[attachment.id], attachment)}
            for attachment in attachments
        ],
        "submissions": _rows(session, Submission, Submission.nomination_id == of.id, "number", "category",
                             "submitted_at", "typed_name", "closes_at", "answers", "attachments", "declarations",
                             "content_code", "language", "ledger_number"),
        "late_attempts": _rows(session, LateAttempt, LateAttempt.nomination_id == of.id, "at", "closed_at"),
        "messages": _rows(session, Message, Message.nomination_id == of.id, "by_secretariat", "text", "sent_at"),
    }
    return data, [OwnFile(attachment.sha256, _path(paths[attachment.id], attachment)) for attachment in attachments]


def _path(numbered: str, of: Attachment) -> str:
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}.get(of.media_type, "docx")
    return f"{numbered}-{of.kind}.{ending}"


def _reviews(session: Database, who: UUID) -> list[dict[str, Any]]:
    """The reviewer's published assignments, with their own declarations and score cards, and their own recusals."""
    rows = session.execute(
        select(Assignment, Nomination.reference, Round.code)
        .join(Nomination, Nomination.id == Assignment.nomination_id).join(Round, Round.id == Assignment.round_id)
        .where(Assignment.reviewer_id == who, Assignment.published_at.is_not(None))
        .order_by(Nomination.reference, Round.code)
    ).all()
    reviews = []
    for assignment, reference, code in rows:
        sheets = session.scalars(select(Assessment).where(Assessment.assignment_id == assignment.id))
        reviews.append({
            "reference": reference, "round": code, **_one(assignment, "published_at", "removed_at"),
            "declarations": _rows(session, Conflict, Conflict.assignment_id == assignment.id, "number", "answer",
                                  "kind", "words", "text_version", "declared_at"),
            "score_sheets": [_sheet(session, sheet) for sheet in sheets],
            "messages_written": _rows(
                session, ReviewerMessage, (ReviewerMessage.nomination_id == assignment.nomination_id)
                & (ReviewerMessage.author_id == who), "text", "sent_at"
            ),
        })
    recusals = session.execute(
        select(Recusal, Nomination.reference).join(Nomination, Nomination.id == Recusal.nomination_id)
        .where(Recusal.reviewer_id == who, Recusal.declared_by_reviewer).order_by(Nomination.reference)
    )
    return [*reviews, *({"reference": reference, "stepped_aside": _one(recusal, "kind", "words", "at")}
                      for recusal, reference in recusals)]


def _sheet(session: Database, of: Assessment) -> dict[str, Any]:
    return _one(of, "state", "total", "comment", "strength", "weakness", "confidential_note", "recommendation",
                "saved_at", "submitted_at") | {
        "marks": _rows(session, Mark, Mark.assessment_id == of.id, "criterion", "score", "reason"),
        "versions": _rows(session, AssessmentVersion, AssessmentVersion.assessment_id == of.id, "content"),
    }


def _rows(
    session: Database, model: Any, where: ColumnElement[bool], *columns: str, editions: bool = False
) -> list[dict[str, Any]]:
    query = select(model).where(where).order_by(*model.__table__.primary_key.columns)
    rows: Sequence[Any] = session.scalars(query).all()
    records = [_one(row, *columns) for row in rows]
    if editions:
        codes = _codes(session, (row.edition_id for row in rows))
        records = [{"edition": codes[row.edition_id], **record} for row, record in zip(rows, records, strict=True)]
    return records


def _codes(session: Database, of: Iterable[UUID]) -> dict[UUID, str]:
    rows = session.execute(select(OpenEdition.id, OpenEdition.code).where(OpenEdition.id.in_(set(of))))
    return {row.id: row.code for row in rows}


def _one(row: Any, *columns: str) -> dict[str, Any]:
    return {column: getattr(row, column) for column in columns}
