"""Records of what happened: the ledger, letters, jobs, documents, accesses."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.rules.vocabulary import JobState, LetterState
from nominations.core.tables.base import Base, word


class LedgerHead(Base):
    """The one row that every writer of the ledger locks last, so that the chain never branches."""

    __tablename__ = "ledger_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)


class LedgerRecord(Base):
    """One act. Triggers refuse to change or delete it."""

    __tablename__ = "ledger_record"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(20))
    act: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    # The code of the edition in which somebody acted; None for the command line and for accounts.
    edition: Mapped[str | None] = mapped_column(String(40), index=True)
    commitment: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class LedgerContent(Base):
    """What a record committed to. May be erased; the chain still verifies and says so."""

    __tablename__ = "ledger_content"

    number: Mapped[int] = mapped_column(ForeignKey("ledger_record.number"), primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class Letter(Base):
    """A mail: written with the act that causes it, sent afterwards by the worker."""

    __tablename__ = "letter"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"), index=True)
    nomination_id: Mapped[UUID | None] = mapped_column(ForeignKey("nomination.id"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    template: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    # Bodies that hold a code or a private link are blanked once sent.
    secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[LetterState] = mapped_column(word(LetterState, "state"), default=LetterState.WAITING)
    written_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_a_time"),
        Index("ix_letter_state_next_try_at", "state", "next_try_at"),
        Index("ix_letter_address_template", "address", "template"),
    )


class Job(Base):
    """A piece of slow work, committed with the act that asks for it and done by the worker."""

    __tablename__ = "job"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    task: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(word(JobState, "state"), default=JobState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_job_state_made_at", "state", "made_at"),)


class Document(Base):
    """A PDF, ZIP or table that the worker makes; ready when it has bytes."""

    __tablename__ = "document"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    kind: Mapped[str] = mapped_column(String(40))
    # What it is about: a nomination, a round, a submission; with the choices made ({names: true, ...}).
    subject: Mapped[str] = mapped_column(String(80))
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    nomination_id: Mapped[UUID | None] = mapped_column(ForeignKey("nomination.id"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("round.id"))
    language: Mapped[str] = mapped_column(String(8))
    made_for_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_as: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]
    input_hash: Mapped[str] = mapped_column(String(64), default="")
    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id"))
    name: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))

    __table_args__ = (Index("ix_document_subject_kind_language", "subject", "kind", "language"),)

    @property
    def required_nomination_id(self) -> UUID:
        """The nomination of a document whose kind is made of one."""
        if self.nomination_id is None:
            raise LookupError(f"The document {self.id} ({self.kind}) is of no nomination.")
        return self.nomination_id

    @property
    def required_round_id(self) -> UUID:
        """The round of a document whose kind is made of one."""
        if self.round_id is None:
            raise LookupError(f"The document {self.id} ({self.kind}) is of no round.")
        return self.round_id


class IncompleteDocument(Base):
    """A document was made without nominations that are withheld from whom it is for; `withheld` says which, as
    `core.withheld.key` does."""

    __tablename__ = "incomplete_document"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    withheld: Mapped[str] = mapped_column(String(32))


class Access(Base):
    """Somebody opened a part of a nomination as a reader. Written outside the ledger (decision 24)."""

    __tablename__ = "access"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(20))
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    what: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
