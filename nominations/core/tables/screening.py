"""Screening: the officer's checklist, what was decided, moves to the other category, and messages."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.tables.base import Base


class Screening(Base):
    """The officer's answers to the checklist: {question: {answer: yes|no|unclear, note}}."""

    __tablename__ = "screening"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), unique=True)
    checks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class EligibilityDecision(Base):
    """What was decided, by whom; `ineligible` only counts once a second officer confirmed it."""

    __tablename__ = "eligibility_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(20))
    reason_code: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    undone_reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        CheckConstraint("outcome IN ('eligible', 'ineligible', 'duplicate')", name="outcome"),
        CheckConstraint("outcome = 'eligible' OR reason <> ''", name="a_no_has_a_reason"),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> made_by_id", name="two_people"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"),
        Index(
            "uq_eligibility_decision_standing", "nomination_id", unique=True,
            sqlite_where=sql("undone_at IS NULL"), postgresql_where=sql("undone_at IS NULL"),
        ),
    )


class CategoryMove(Base):
    """The head proposes another category; the owner accepts or declines."""

    __tablename__ = "category_move"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    from_category: Mapped[str] = mapped_column(String(40))
    to_category: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    complete_by: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]

    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name="answered"),
        CheckConstraint("from_category <> to_category", name="moves"),
    )


class Message(Base):
    """One message between the applicant and the secretariat, about one nomination."""

    __tablename__ = "message"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by_secretariat: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class ReviewerMessage(Base):
    """One message between a reviewer and the secretariat about one nomination.

    A table of its own: what shows an owner their messages cannot show these.
    """

    __tablename__ = "reviewer_message"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by_secretariat: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
