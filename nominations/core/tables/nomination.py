"""A nomination: the file, its working copy, its attachments, its submitted versions."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.rules import lifecycle
from nominations.core.rules.vocabulary import Action, State
from nominations.core.tables.base import Base, word


class Nomination(Base):
    """One nomination: its owner, its state, and what lists show of it.

    `title`, `language` and `countries` follow the newest submission, and the working copy until there is one.
    """

    __tablename__ = "nomination"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    category: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    _state: Mapped[State] = mapped_column("state", word(State, "state"), default=State.DRAFT)
    title: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(8), default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    # Set by the first submission; the newest one is `submission_id`.
    submitted_at: Mapped[datetime | None]
    # No foreign key: submissions refer to this table, and SQLite cannot add the second constraint of a circle.
    submission_id: Mapped[UUID | None]
    # The working copy differs from the newest submission.
    changed_since: Mapped[bool] = mapped_column(default=False)
    discarded_at: Mapped[datetime | None]
    # Sections that the owner marked as finished; no rule depends on it.
    sections_done: Mapped[list[str]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        CheckConstraint("state = 'draft' OR (submitted_at IS NOT NULL)", name="sent_has_a_time"),
        CheckConstraint("discarded_at IS NULL OR state = 'draft'", name="only_drafts_are_discarded"),
        Index("ix_nomination_edition_id_category_state", "edition_id", "category", "state"),
        Index("ix_nomination_edition_id_changed_at", "edition_id", "changed_at"),
    )

    @property
    def state(self) -> State:
        """The state of the nomination; changed only by `move`."""
        return self._state

    def move(self, action: Action) -> None:
        """The only way to a new state."""
        self._state = lifecycle.next_state(self._state, action)


class NominationNumber(Base):
    """The last number given in an edition and category: one sequence, never reused."""

    __tablename__ = "nomination_number"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    category: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int]


class NominationCountry(Base):
    """A country of the work or of the nominee, for filters and conflicts."""

    __tablename__ = "nomination_country"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)

    __table_args__ = (Index("ix_nomination_country_country", "country"),)


class SectionAnswers(Base):
    """The working copy of one section's answers. Its version tells two tabs apart."""

    __tablename__ = "section_answers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"))
    section: Mapped[str] = mapped_column(String(60))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (UniqueConstraint("nomination_id", "section"),)


class SectionVersion(Base):
    """A section as it was saved once, so that nothing written is lost."""

    __tablename__ = "section_version"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"))
    section: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (UniqueConstraint("nomination_id", "section", "number"),)


class AnswerVersion(Base):
    """An earlier state of an answer: the last fifty of each; saves while somebody goes on typing count as one."""

    __tablename__ = "answer_version"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"))
    question: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    # None where the question was not answered.
    answer: Mapped[Any] = mapped_column(JSON)
    began_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (UniqueConstraint("nomination_id", "question", "number"),)


class StoredFile(Base):
    """Bytes in the store, known by their SHA-256."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    stored_at: Mapped[datetime]


class Attachment(Base):
    """A file that belongs to a nomination. Removing it hides it; a submission that held it still does."""

    __tablename__ = "attachment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(300))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(120))
    pages: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    caption: Mapped[str] = mapped_column(Text, default="")
    year: Mapped[str] = mapped_column(String(40), default="")
    photographer: Mapped[str] = mapped_column(Text, default="")
    rights: Mapped[str] = mapped_column(Text, default="")
    alternative: Mapped[str] = mapped_column(Text, default="")
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]


class Submission(Base):
    """An immutable version of a nomination, with what is printed on its receipt."""

    __tablename__ = "submission"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"))
    number: Mapped[int]
    category: Mapped[str] = mapped_column(String(40))
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    typed_name: Mapped[str] = mapped_column(Text)
    # The close that this submission was measured against, exclusive.
    closes_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    # [{id, kind, name, size, sha256, media_type, pages, width, height, caption, year, photographer, rights,
    # alternative}]
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    # {key: {version, language, accepted_at}}
    declarations: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The automatic checks at that moment: [{rule, outcome, met}]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    content_code: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    ledger_number: Mapped[int]

    __table_args__ = (UniqueConstraint("nomination_id", "number"),)


class LateAttempt(Base):
    """A submission that arrived after the close: refused, recorded, nothing lost."""

    __tablename__ = "late_attempt"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    closed_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("at >= closed_at", name="is_late"),)
