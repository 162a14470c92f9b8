"""What reviewers read of a nomination, as far as officers decide it for each one."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.tables.base import Base


class ReviewerCopy(Base):
    """What reviewers get instead of an attachment: nothing, or the copy with this content. One stands at a time."""

    __tablename__ = "reviewer_copy"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), index=True)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(300), default="")
    size: Mapped[int | None]
    media_type: Mapped[str] = mapped_column(String(120), default="")
    pages: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("(sha256 IS NULL) = (size IS NULL)", name="whole_or_nothing"),
        CheckConstraint("reason <> ''", name="has_a_reason"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index(
            "uq_reviewer_copy_standing", "attachment_id", unique=True,
            sqlite_where=sql("ended_at IS NULL"), postgresql_where=sql("ended_at IS NULL"),
        ),
    )


class RedactionMark(Base):
    """A phrase that an officer added to what a blind round strikes out of a nomination, or lifted from it.

    `folded` is the phrase as it is compared. One mark of a phrase stands at a time; those that ended are kept.
    """

    __tablename__ = "redaction_mark"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    phrase: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400))
    is_lifted: Mapped[bool]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index(
            "uq_redaction_mark_standing", "nomination_id", "folded", unique=True,
            sqlite_where=sql("ended_at IS NULL"), postgresql_where=sql("ended_at IS NULL"),
        ),
    )


class RedactionCheck(Base):
    """An officer read what reviewers of a blind round get of a nomination; `content` says what that was."""

    __tablename__ = "redaction_check"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    content: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
