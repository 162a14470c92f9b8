"""Files that are uploaded in parts, and the results of the virus scanner."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.rules.vocabulary import ScanState
from nominations.core.tables.base import Base, word


class Upload(Base):
    """A file that comes in parts. How much of it is there, the parts themselves say; when it is whole it becomes an
    attachment, or is refused with a reason."""

    __tablename__ = "upload"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(300))
    size: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachment.id"))
    # Why it was refused: a code with its numbers.
    refusal: Mapped[str] = mapped_column(String(60), default="")
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (
        CheckConstraint("size > 0", name="has_a_size"),
        CheckConstraint("attachment_id IS NULL OR refusal = ''", name="taken_or_refused"),
        CheckConstraint(
            "(ended_at IS NOT NULL) = (attachment_id IS NOT NULL OR refusal <> '')", name="ends_with_an_outcome"
        ),
        Index("ix_upload_expires_at", "expires_at"),
    )


class Scan(Base):
    """The result of scanning one content, whoever attached it and however often."""

    __tablename__ = "scan"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), unique=True)
    state: Mapped[ScanState] = mapped_column(word(ScanState, "state"), default=ScanState.WAITING)
    # The name of what was found.
    threat: Mapped[str] = mapped_column("found", Text, default="")
    scanned_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    # The next scan: soon while it waits, later again when it is clean (scanners learn), never when it is blocked.
    next_try_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state = 'waiting' OR scanned_at IS NOT NULL", name="said_has_a_time"),
        CheckConstraint("(state = 'blocked') = (found <> '')", name="blocked_has_a_name"),
        Index("ix_scan_next_try_at", "next_try_at"),
    )
