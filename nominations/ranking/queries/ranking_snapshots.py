"""Frozen states of a ranking: the list of a round's, and one with its content and its seal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.tables import Account, FrozenRanking, LedgerRecord
from nominations.core.work import Work
from nominations.ranking.analysis.results import AnalysisResults, results_from_text
from nominations.ranking.rules.scoring_snapshot import Tally, tally_from_text


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
class FrozenState:
    """A frozen state: the marks and the results of their analysis."""

    seal: Seal
    tally: Tally
    results: AnalysisResults | None


_SEAL = (
    FrozenRanking.id, FrozenRanking.number, FrozenRanking.words, FrozenRanking.frozen_at,
    func.coalesce(func.nullif(Account.name, ""), Account.email), FrozenRanking.frozen_as, FrozenRanking.sha256,
    FrozenRanking.ledger_number, LedgerRecord.hash,
)


def _select_seals(*more):
    return (
        select(*_SEAL, *more).join(Account, Account.id == FrozenRanking.frozen_by_id)
        .join(LedgerRecord, LedgerRecord.number == FrozenRanking.ledger_number)
    )


def list_seals(work: Work, round_id: UUID) -> list[Seal]:
    """The frozen states of a round, the newest first. The caller has checked the right to see its scores."""
    rows = work.session.execute(
        _select_seals().where(FrozenRanking.round_id == round_id).order_by(FrozenRanking.number.desc())
    )
    return [Seal(*row) for row in rows]


def load_frozen_state(work: Work, round_id: UUID, frozen_id: UUID) -> FrozenState:
    """One of them; raises `Refused` if there is none. The caller has checked the right to see the round's scores."""
    row = work.session.execute(
        _select_seals(FrozenRanking.content, FrozenRanking.analysis)
        .where(FrozenRanking.id == frozen_id, FrozenRanking.round_id == round_id)
    ).one_or_none()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    *seal, content, analysis = row
    return FrozenState(Seal(*seal), tally_from_text(content), results_from_text(analysis) if analysis else None)
