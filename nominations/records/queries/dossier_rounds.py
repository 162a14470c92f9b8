"""The rounds a nomination took part in, and where the official states that its reader may see placed it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from nominations.core.tables import FrozenRanking, Nomination, Round, RoundFile
from nominations.core.work import Work
from nominations.ranking.analysis.results import results_from_text
from nominations.ranking.rules import places
from nominations.ranking.rules.scoring_snapshot import tally_from_text
from nominations.rounds.rules.scoring import Standing


@dataclass(frozen=True, slots=True)
class OfficialPlace:
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
    places: tuple[OfficialPlace, ...]


def list_rounds(work: Work, of: Nomination, seen: Collection[UUID]) -> tuple[InRound, ...]:
    """Every round of the nomination, the oldest first; places in those of `seen`, whose scores the reader may see."""
    rounds = work.session.scalars(
        select(Round).join(RoundFile, RoundFile.round_id == Round.id).where(RoundFile.nomination_id == of.id)
        .order_by(Round.opened_at, Round.id)
    ).all()
    return tuple(
        InRound(round_.code.value, round_.opened_at, round_.closed_at,
                tuple(_official(work, round_.id, of.reference)) if round_.id in seen else ())
        for round_ in rounds
    )


def _official(work: Work, round_id: UUID, reference: str) -> list[OfficialPlace]:
    states = work.session.scalars(
        select(FrozenRanking).where(FrozenRanking.round_id == round_id).order_by(FrozenRanking.number)
    ).all()
    return [
        OfficialPlace(state.number, state.frozen_at, state.words, state.ledger_number, standing)
        for state in states if (standing := _standings(state.content, state.analysis).get(reference)) is not None
    ]


@lru_cache(maxsize=8)
def _standings(content: str, analysis: str | None) -> Mapping[str, Standing]:
    """By reference, by the official rule; a frozen state never changes, and all dossiers of a category ask for it."""
    tally = tally_from_text(content)
    files = results_from_text(analysis).files if analysis else ()
    adjusted = {result.file: result.adjusted for result in files if result.adjusted is not None}
    return {standing.file: standing for standing in places.apply_rule(tally.standings(), tally.official, adjusted)}
