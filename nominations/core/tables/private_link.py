"""Private links, stored by a hash of their token, so that the database holds no link that works."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.rules.private_links import End, Purpose
from nominations.core.tables.base import Base, word


class PrivateLink(Base):
    """One link that was sent: for what, about which row, until when, when it was opened, how it ended.

    `subject_id` is the row of its purpose: a referee, a consent, an invitation. Each has at most one link that stands.
    """

    __tablename__ = "private_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    purpose: Mapped[Purpose] = mapped_column(word(Purpose, "purpose"))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    token_seal: Mapped[str] = mapped_column(String(64), unique=True)
    given_at: Mapped[datetime]
    # As the letter said; what is tied to the close works until then (access/queries/private_links.py).
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end: Mapped[End | None] = mapped_column("ended_as", word(End, "ended_as"))

    __table_args__ = (
        CheckConstraint("expires_at > given_at", name="lives"),
        CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="ended_somehow"),
        Index(
            "uq_private_link_standing", "purpose", "subject_id", unique=True,
            sqlite_where=sql("ended_at IS NULL"), postgresql_where=sql("ended_at IS NULL"),
        ),
    )
