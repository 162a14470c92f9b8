"""The rounds a nomination took part in, and where the official states that its reader may see placed it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from nominations.core.tables import FrozenRanking, Nomination, Round, RoundFile
from nominations.core.work import Work
from nominations.ranking.analysis.results import results_from_text as found_in
from nominations.ranking.rules import places
from nominations.ranking.rules.scoring_snapshot import tally_from_text
from nominations.rounds.rules.scoring import Standing


@dataclass(frozen=True, slots=True)
class Official:
    """Where a frozen state placed the nomination, and the record of the ledger that seals it."""

    number: int
    at: datetime
    words: str
    ledger_number: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class InRound:
    """One round with the nomination in it; the places are empty where its reader may not see scores."""

    code: str
    opened_at: datetime
    closed_at: datetime | None
    places: tuple[Official, ...]


def of_file(work: Work, of: Nomination, seen: Collection[UUID]) -> tuple[InRound, ...]:
    """Every round of the nomination, the oldest first; places in those of `seen`, whose scores the reader may see."""
    rounds = work.session.scalars(
        select(Round).join(RoundFile, RoundFile.round_id == Round.id).where(RoundFile.nomination_id == of.id)
        .order_by(Round.opened_at, Round.id)
    ).all()
    return tuple(
        InRound(each.code.value, each.opened_at, each.closed_at,
                tuple(_official(work, each.id, of.reference)) if each.id in seen else ())
        for each in rounds
    )


def _official(work: Work, round_id: UUID, reference: str) -> list[Official]:
    kept = work.session.scalars(
        select(FrozenRanking).where(FrozenRanking.round_id == round_id).order_by(FrozenRanking.number)
    ).all()
    return [
        Official(each.number, each.frozen_at, each.words, each.ledger_number, standing)
        for each in kept if (standing := _standings(each.content, each.analysis).get(reference)) is not None
    ]


@lru_cache(maxsize=8)
def _standings(content: str, analysis: str | None) -> Mapping[str, Standing]:
    """By reference, by the official rule; a frozen state never changes, and all dossiers of a category ask for it."""
    tally = tally_from_text(content)
    files = found_in(analysis).files if analysis else ()
    adjusted = {each.file: each.adjusted for each in files if each.adjusted is not None}
    return {each.file: each for each in places.apply_rule(tally.standings(), tally.official, adjusted)}
