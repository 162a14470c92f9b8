"""Editions as they were opened, and their closing dates."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.tables.base import Base


class OpenEdition(Base):
    """The content of an edition, pinned when it was opened; never changed afterwards."""

    __tablename__ = "edition"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime]


class ClosingDate(Base):
    """One announcement of when the call closes. The newest one counts; together they are the history."""

    __tablename__ = "closing_date"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    number: Mapped[int]
    closes_at: Mapped[datetime]
    enforced_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    reason: Mapped[dict[str, str]] = mapped_column(JSON)
    announced_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    recipients: Mapped[list[str]] = mapped_column("told", JSON, default=list)

    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        CheckConstraint("enforced_at >= closes_at", name="never_earlier_than_announced"),
        {"comment": "closes_at and enforced_at are exclusive instants"},
    )


class Extension(Base):
    """More time for one nomination, with its reason."""

    __tablename__ = "extension"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
