"""What reviewers store beside the marks: advice, postponed nominations, finished rounds, practice, preferences."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.tables.base import Base


class Advice(Base):
    """What a card holds beside its scores: how sure its reviewer is (1 to 3), whether to visit the site."""

    __tablename__ = "advice"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    confidence: Mapped[int | None] = mapped_column(SmallInteger)
    needs_visit: Mapped[bool] = mapped_column(default=False)
    for_applicant: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (CheckConstraint("confidence BETWEEN 1 AND 3", name="three_steps"),)


class NotApplicable(Base):
    """A criterion that its reviewer says does not apply to a file; only where the edition allows it."""

    __tablename__ = "not_applicable"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(60), primary_key=True)


class SetAside(Base):
    """A file its reviewer put to the end of their own queue."""

    __tablename__ = "set_aside"

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    at: Mapped[datetime]


class Finished(Base):
    """A reviewer has finished a round. Undoing it deletes the row; the ledger has both."""

    __tablename__ = "finished"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), primary_key=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class OpenTotals(Base):
    """A round whose reviewers may see the others' totals of a file once their own card of it is in."""

    __tablename__ = "open_totals"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class Shadow(Base):
    """A shadow reviewer of a round: their marks enter no mean, no count, no list and no report."""

    __tablename__ = "shadow"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), primary_key=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class Practice(Base):
    """A reviewer's card of a sample file of the edition: {scores, reasons}. Counted nowhere."""

    __tablename__ = "practice"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    sample: Mapped[str] = mapped_column(String(60), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]


class Preference(Base):
    """How somebody wants pages to look; without a row the defaults hold."""

    __tablename__ = "preference"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    letter_keys: Mapped[bool] = mapped_column(default=True)


class SheetImport(Base):
    """An offline sheet as it was read: nothing of it is on a card before its reviewer applies it."""

    __tablename__ = "sheet_import"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    read_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]


class PeopleImport(Base):
    """A table of reviewers as it was read: nothing of it is anybody's profile before its reader applies it."""

    __tablename__ = "people_import"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    # Column headings of the uploaded table that are not known.
    passed_over: Mapped[list[str]] = mapped_column(JSON)
    read_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
