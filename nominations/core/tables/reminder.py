"""Reminders: which are switched on or off in the application, and which were sent to whom."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.tables.base import Base


class ReminderSwitch(Base):
    """Whether the head switched one line of the schedule on or off; without a row the edition decides."""

    __tablename__ = "reminder_switch"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    reminder: Mapped[str] = mapped_column(String(40), primary_key=True)
    on: Mapped[bool] = mapped_column("is_on")
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class ReminderSent(Base):
    """A reminder that was sent to somebody about one event. When the event's date changes, it may be sent again."""

    __tablename__ = "reminder_sent"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    reminder: Mapped[str] = mapped_column(String(40))
    # What it is about: a nomination, or what else its audience is counted by.
    subject_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    event_at: Mapped[datetime]
    sent_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint(
        "edition_id", "reminder", "subject_id", "account_id", "event_at", name="uq_reminder_sent_once"
    ),)
