"""People outside who are asked for something about a nomination: referees for a letter, the nominee for consent."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.rules.private_links import End
from nominations.core.rules.vocabulary import ConsentAnswer
from nominations.core.tables.base import Base, word


class Referee(Base):
    """Somebody asked for a letter of reference, and the letter once it came. Its owner never reads it."""

    __tablename__ = "referee"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    # The kind of attachment that the letter counts for.
    kind: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(300))
    email: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    end: Mapped[End | None] = mapped_column("ended_as", word(End, "ended_as"))
    received_at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    file_name: Mapped[str] = mapped_column(String(300), default="")
    size: Mapped[int | None]
    media_type: Mapped[str] = mapped_column(String(120), default="")
    pages: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("(received_at IS NULL) = (text = '' AND sha256 IS NULL)", name="received_is_something"),
        CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="ended_somehow"),
        CheckConstraint("received_at IS NULL OR ended_at IS NULL", name="a_letter_stays"),
    )

    @property
    def stands(self) -> bool:
        """Asked and neither replaced nor withdrawn; its letter may have come."""
        return self.ended_at is None


class SubmissionLetter(Base):
    """A letter that had come by private link when a nomination was handed in, by the fingerprints of what was sent.

    The receipt lists it; the content code is over it too. Neither says anything of what it holds.
    """

    __tablename__ = "submission_letter"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    referee_id: Mapped[UUID] = mapped_column(ForeignKey("referee.id"), primary_key=True)
    text_sha256: Mapped[str] = mapped_column(String(64), default="")
    file_sha256: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (
        CheckConstraint("text_sha256 <> '' OR file_sha256 <> ''", name="has_a_fingerprint"),
    )


class Consent(Base):
    """A nominee asked to agree, with what they answered, to which wording, having read which answers."""

    __tablename__ = "consent"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    end: Mapped[End | None] = mapped_column("ended_as", word(End, "ended_as"))
    answer: Mapped[ConsentAnswer | None] = mapped_column(word(ConsentAnswer, "answer"))
    answered_at: Mapped[datetime | None]
    wording: Mapped[str] = mapped_column(Text, default="")
    wording_version: Mapped[str] = mapped_column(String(40), default="")
    wording_language: Mapped[str] = mapped_column(String(8), default="")
    # The code of the content when they answered.
    content_code: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("answer <> 'agreed' OR wording <> ''", name="agreed_to_words"),
        CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="ended_somehow"),
        Index(
            "uq_consent_standing", "nomination_id", unique=True, sqlite_where=sql("ended_at IS NULL"),
            postgresql_where=sql("ended_at IS NULL"),
        ),
    )


class Proposal(Base):
    """A change that a nominee proposes to what is written about them; the owner applies it or not."""

    __tablename__ = "proposal"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    consent_id: Mapped[UUID] = mapped_column(ForeignKey("consent.id"))
    question: Mapped[str] = mapped_column(String(60))
    was: Mapped[object] = mapped_column(JSON)
    proposed: Mapped[object] = mapped_column(JSON)
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    taken: Mapped[bool | None]

    __table_args__ = (
        Index("uq_proposal_consent_id_question", "consent_id", "question", unique=True),
        CheckConstraint("(settled_at IS NULL) = (taken IS NULL)", name="settled"),
    )
