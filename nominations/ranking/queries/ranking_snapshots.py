"""Official states of a ranking: the list of a round's, and one with its content and its seal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.tables import Account, FrozenRanking, LedgerRecord
from nominations.core.work import Work
from nominations.ranking.analysis.results import AnalysisResults
from nominations.ranking.analysis.results import from_text as found_in
from nominations.ranking.rules.scoring_snapshot import Tally, from_text


@dataclass(frozen=True, slots=True)
class Seal:
    """A frozen state without its content: when, by whom, and the record of the ledger that seals it."""

    id: UUID
    number: int
    words: str
    at: datetime
    by: str
    role: str
    sha256: str
    ledger_number: int
    ledger_hash: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen state: what it was made from and what was found in it."""

    seal: Seal
    tally: Tally
    found: AnalysisResults | None


_SEAL = (
    FrozenRanking.id, FrozenRanking.number, FrozenRanking.words, FrozenRanking.frozen_at,
    func.coalesce(func.nullif(Account.name, ""), Account.email), FrozenRanking.frozen_as, FrozenRanking.sha256,
    FrozenRanking.ledger_number, LedgerRecord.hash,
)


def _sealed(*more):
    return (
        select(*_SEAL, *more).join(Account, Account.id == FrozenRanking.frozen_by_id)
        .join(LedgerRecord, LedgerRecord.number == FrozenRanking.ledger_number)
    )


def all_of(work: Work, round_id: UUID) -> list[Seal]:
    """The frozen states of a round, the newest first; ask only for whom may see its scores."""
    rows = work.session.execute(
        _sealed().where(FrozenRanking.round_id == round_id).order_by(FrozenRanking.number.desc())
    )
    return [Seal(*row) for row in rows]


def one(work: Work, round_id: UUID, frozen_id: UUID) -> Frozen:
    """One of them; raises `Refused` where the round has no such state. Ask only for whom may see its scores."""
    row = work.session.execute(
        _sealed(FrozenRanking.content, FrozenRanking.analysis)
        .where(FrozenRanking.id == frozen_id, FrozenRanking.round_id == round_id)
    ).one_or_none()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    *seal, content, analysis = row
    return Frozen(Seal(*seal), from_text(content), found_in(analysis) if analysis else None)
