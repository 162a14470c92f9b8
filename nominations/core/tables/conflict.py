"""Around conflicts of interest: what the system found, recusals that were withdrawn, files that were declined; who is
invited to review, and rounds that hide whose the nominations are."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.rules.vocabulary import ConflictKind, ConflictState, DeclineReason, Sign
from nominations.core.tables.base import Base, word


class Finding(Base):
    """One thing the system noticed between a file and a reviewer, its evidence, and what the secretariat made of it.

    `own` is what the reviewer says of themselves, `shared` what the file says, `fingerprint` both: the same evidence is
    decided once. It shuts the file while it is open; `gone_at` is set while neither side says it any more.
    """

    __tablename__ = "finding"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"))
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    sign: Mapped[Sign] = mapped_column(word(Sign, "sign"))
    own: Mapped[str] = mapped_column(Text)
    shared: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(String(60), default="")
    part: Mapped[str] = mapped_column(String(60), default="")
    similarity: Mapped[int] = mapped_column(SmallInteger)
    fingerprint: Mapped[str] = mapped_column(String(64))
    found_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    state: Mapped[ConflictState] = mapped_column(word(ConflictState, "state"), default=ConflictState.OPEN)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("nomination_id", "reviewer_id", "fingerprint"),
        CheckConstraint("similarity BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("state = 'open' OR (decided_at IS NOT NULL AND reason <> '')", name="a_decision_has_a_reason"),
    )


class WithdrawnRecusal(Base):
    """A recusal that its author took back, as it was, with the reason; what follows is a new declaration."""

    __tablename__ = "withdrawn_recusal"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(word(ConflictKind, "kind"))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    declared_by_reviewer: Mapped[bool]
    withdrawn_at: Mapped[datetime]
    withdrawn_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)

    __table_args__ = (CheckConstraint("reason <> ''", name="has_a_reason"),)


class ConflictStatement(Base):
    """Somebody of the office or the jury stated their conflicts of interest: about every nomination whose submission
    came until `covers_until`."""

    __tablename__ = "conflict_statement"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    covers_until: Mapped[datetime]
    stated_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("account_id", "edition_id", "number"),)


class Decline(Base):
    """A reviewer gave a file back, with the reason; the assignment ends with it."""

    __tablename__ = "decline"

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    reason: Mapped[DeclineReason] = mapped_column(word(DeclineReason, "reason"))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    __table_args__ = (CheckConstraint("words <> ''", name="has_words"),)


class BlindRound(Base):
    """A round that hides from its reviewers whose the nominations are."""

    __tablename__ = "blind_round"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class ReviewerInvitation(Base):
    """An invitation to review in an edition: a private link that works until a date and is answered once."""

    __tablename__ = "reviewer_invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_seal: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("expires_at > sent_at", name="lives"),
        CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name="answered_somehow"),
        Index(
            "uq_reviewer_invitation_standing", "edition_id", "account_id", unique=True,
            sqlite_where=sql("answered_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sql("answered_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )
