"""Requests for corrections: which questions the secretariat opens again, and until when."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.tables.base import Base


class CorrectionRequest(Base):
    """One request: what is asked of which submission; answered by the next one, or taken back, or over at its date.

    `questions` are the keys of questions and kinds of attachment. The two submissions have no foreign key, because
    submissions and nominations point at each other already.
    """

    __tablename__ = "correction_request"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    submission_id: Mapped[UUID]
    questions: Mapped[list[str]] = mapped_column(JSON)
    message: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    until: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer_id: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("until > asked_at", name="lives"),
        CheckConstraint("(answered_at IS NULL) = (answer_id IS NULL)", name="answered_by_something"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        CheckConstraint("answered_at IS NULL OR ended_at IS NULL", name="one_end"),
        Index(
            "uq_correction_request_standing", "nomination_id", unique=True,
            sqlite_where=sql("answered_at IS NULL AND ended_at IS NULL"),
            postgresql_where=sql("answered_at IS NULL AND ended_at IS NULL"),
        ),
    )
