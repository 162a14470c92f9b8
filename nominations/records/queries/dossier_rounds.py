"""Lists the rounds that a nomination took part in, with its places in the frozen rankings that the reader may see."""

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
    """The place of the nomination in one frozen ranking, and the number of the ledger record that seals it."""

    number: int
    at: datetime
    words: str
    ledger_number: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class InRound:
    """One round with the nomination in it; `places` is empty where the reader may not see scores."""

    code: str
    opened_at: datetime
    closed_at: datetime | None
    places: tuple[OfficialPlace, ...]


def list_rounds(work: Work, nomination: Nomination, visible: Collection[UUID]) -> tuple[InRound, ...]:
    """Every round of the nomination, the oldest first, with places only in the rounds of `visible`."""
    rounds = work.session.scalars(
        select(Round).join(RoundFile, RoundFile.round_id == Round.id).where(RoundFile.nomination_id == nomination.id)
        .order_by(Round.opened_at, Round.id)
    ).all()
    return tuple(
        InRound(round_.code.value, round_.opened_at, round_.closed_at,
                tuple(_list_places(work, round_.id, nomination.reference)) if round_.id in visible else ())
        for round_ in rounds
    )


def _list_places(work: Work, round_id: UUID, reference: str) -> list[OfficialPlace]:
    states = work.session.scalars(
        select(FrozenRanking).where(FrozenRanking.round_id == round_id).order_by(FrozenRanking.number)
    ).all()
    return [
        OfficialPlace(state.number, state.frozen_at, state.words, state.ledger_number, standing)
        for state in states if (standing := _load_standings(state.content, state.analysis).get(reference)) is not None
    ]


@lru_cache(maxsize=8)
def _load_standings(content: str, analysis: str | None) -> Mapping[str, Standing]:
    """Standings by reference, under the official rule. Cached: a frozen ranking never changes, and every dossier of a
    category needs the same ones."""
    tally = tally_from_text(content)
    files = results_from_text(analysis).files if analysis else ()
    adjusted = {result.file: result.adjusted for result in files if result.adjusted is not None}
    return {standing.file: standing for standing in places.apply_rule(tally.standings(), tally.official, adjusted)}
