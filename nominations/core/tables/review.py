"""Reviewing: rounds, assignments, declarations of interest, recusals, score sheets."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.rules.vocabulary import (
    AssessmentState,
    ConflictAnswer,
    ConflictKind,
    ConflictState,
    Recommendation,
    RoundCode,
)
from nominations.core.tables.base import Base, word


class Round(Base):
    """One pass of scoring over the files of a category. Open while `opened_at` is set and `closed_at` is not."""

    __tablename__ = "round"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    category: Mapped[str] = mapped_column(String(40))
    code: Mapped[RoundCode] = mapped_column(word(RoundCode, "code"))
    due_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    chair_sees_scores: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("edition_id", "category", "code"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closes_after_it_opens"),
    )


class RoundFile(Base):
    """A nomination that takes part in a round. Every eligible file takes part in the first one."""

    __tablename__ = "round_file"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), primary_key=True)

    __table_args__ = (Index("ix_round_file_nomination_id", "nomination_id"),)


class Assignment(Base):
    """A reviewer, a nomination, a round. Nothing is visible to the reviewer until it is published."""

    __tablename__ = "assignment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    removed_reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index(
            "uq_assignment_standing", "round_id", "nomination_id", "reviewer_id", unique=True,
            sqlite_where=sql("removed_at IS NULL"), postgresql_where=sql("removed_at IS NULL"),
        ),
    )


class AssignmentException(Base):
    """Why an assignment was made although something spoke against it; `against` holds the codes of what did."""

    __tablename__ = "assignment_exception"

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    against: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)


class Conflict(Base):
    """What a reviewer declared about an assignment, and what the secretariat decided. The newest one counts.

    The rows of one assignment are its history; `number` orders them.
    """

    __tablename__ = "conflict"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"))
    number: Mapped[int]
    answer: Mapped[ConflictAnswer] = mapped_column(word(ConflictAnswer, "answer"))
    kind: Mapped[ConflictKind | None] = mapped_column(word(ConflictKind, "kind"))
    words: Mapped[str] = mapped_column(Text, default="")
    text_version: Mapped[str] = mapped_column(String(40))
    declared_at: Mapped[datetime]
    state: Mapped[ConflictState | None] = mapped_column(word(ConflictState, "state"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("assignment_id", "number"),
        CheckConstraint("(answer = 'possible') = (state IS NOT NULL)", name="possible_is_decided"),
        CheckConstraint("answer = 'none' OR words <> '' OR kind IS NOT NULL", name="an_interest_has_words_or_a_kind"),
        CheckConstraint("state IS NULL OR state = 'open' OR (decided_by_id IS NOT NULL AND reason <> '')",
                        name="a_decision_has_a_reason"),
    )


class Recusal(Base):
    """A reviewer is recused from a nomination, by themselves or by the secretariat; it closes in every round."""

    __tablename__ = "recusal"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(word(ConflictKind, "kind"))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    declared_by_reviewer: Mapped[bool]

    __table_args__ = (UniqueConstraint("nomination_id", "reviewer_id"),)


class Acceptance(Base):
    """A person accepted a versioned text of the edition, such as the undertaking of confidentiality."""

    __tablename__ = "acceptance"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    text: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    accepted_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("account_id", "edition_id", "text", "text_version"),)


class Assessment(Base):
    """The score sheet of one assignment. `total` is derived from the marks and stored for lists, never without them."""

    __tablename__ = "assessment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"), unique=True)
    state: Mapped[AssessmentState] = mapped_column(word(AssessmentState, "state"), default=AssessmentState.DRAFT)
    total: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    complete: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(Text, default="")
    strength: Mapped[str] = mapped_column(Text, default="")
    weakness: Mapped[str] = mapped_column(Text, default="")
    confidential_note: Mapped[str] = mapped_column(Text, default="")
    recommendation: Mapped[Recommendation | None] = mapped_column(word(Recommendation, "recommendation"))
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        CheckConstraint("state = 'draft' OR (submitted_at IS NOT NULL AND complete)", name="submitted_is_complete"),
    )


class Mark(Base):
    """A score from 0 to 10 for one criterion, with its reason. A row without a score keeps a reason written first."""

    __tablename__ = "mark"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(60), primary_key=True)
    score: Mapped[int | None] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (CheckConstraint("score BETWEEN 0 AND 10", name="on_the_scale"),)


class AssessmentVersion(Base):
    """A score sheet as it was saved once: {marks, comment, strength, weakness, note, recommendation, state, total}."""

    __tablename__ = "assessment_version"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    submitted: Mapped[bool]
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("assessment_id", "number"),)
