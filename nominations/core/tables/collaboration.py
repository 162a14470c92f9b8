"""Collaboration on a nomination: who takes part, their comments, and which section each is editing."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.rules.vocabulary import Right
from nominations.core.tables.base import Base, word


class Collaborator(Base):
    """Somebody invited to a nomination by mail, with a private link. Ended rows stay."""

    __tablename__ = "collaborator"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320))
    right: Mapped[Right] = mapped_column(word(Right, "right"))
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    # The newest letter to this person.
    sent_at: Mapped[datetime]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("(account_id IS NULL) = (accepted_at IS NULL)", name="accepted_by_somebody"),
        CheckConstraint("(ended_by_id IS NULL) = (ended_at IS NULL)", name="ended_by_somebody"),
        Index(
            "uq_collaborator_standing", "nomination_id", "email_key", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )


class Comment(Base):
    """A remark on a question, among those who write the nomination; no part of what is submitted."""

    __tablename__ = "comment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"))
    question: Mapped[str] = mapped_column(String(60))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("(resolved_by_id IS NULL) = (resolved_at IS NULL)", name="resolved_by_somebody"),
        Index("ix_comment_nomination_id_question", "nomination_id", "question"),
    )


class Presence(Base):
    """In which section somebody was last seen. No act: it is not in the ledger."""

    __tablename__ = "presence"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(60))
    seen_at: Mapped[datetime]


class Reservation(Base):
    """A section in use: by whom, until when, and who would like to take over."""

    __tablename__ = "reservation"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    until: Mapped[datetime]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
