"""Routing by the optimiser: its input, its result, and the pairs fixed by hand."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.tables.base import Base


class Plan(Base):
    """One run of the optimiser over a round: its input, its result, and whether the result was applied.

    `input_hash` is the SHA-256 of everything the answer depends on; `result` is empty until the job has ended.
    """

    __tablename__ = "plan"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    seed: Mapped[int]
    # {reviews, country_cap, mixed_regions, moves, changes: [{kind, file, who, group, value}]}
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    input_hash: Mapped[str] = mapped_column(String(64), default="")
    versions: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    applied_at: Mapped[datetime | None]
    applied_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (CheckConstraint("kind IN ('proposal', 'repair')", name="kind"),)


class Lock(Base):
    """A file and a reviewer that every proposal of the round keeps together, as long as the rules allow them."""

    __tablename__ = "lock"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
