"""Analyses of a round's marks that the worker made, and frozen rankings."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.tables.base import Base


class Analysis(Base):
    """An analysis of a round's marks as they were when it was asked for; `result` when the worker has made it.

    `asked` and `result` are canonical JSON: the same marks give the same bytes.
    """

    __tablename__ = "analysis"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    input_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str] = mapped_column(String(20))
    asked: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id"))
    result: Mapped[str | None] = mapped_column(Text)
    numpy: Mapped[str] = mapped_column(String(40), default="")
    scipy: Mapped[str] = mapped_column(String(40), default="")

    __table_args__ = (Index("ix_analysis_round_id_asked_at", "round_id", "asked_at"),)


class FrozenRanking(Base):
    """An official state of a ranking, sealed in the ledger. Triggers refuse to change or delete it.

    `content` is what it is made from (ranking.rules.scoring_snapshot), `analysis` the results; neither holds a name.
    """

    __tablename__ = "frozen_ranking"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    analysis: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text, default="")
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    frozen_as: Mapped[str] = mapped_column(String(20))
    ledger_number: Mapped[int] = mapped_column(ForeignKey("ledger_record.number"))

    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint("number > 0", name="counts_from_one"),
    )
