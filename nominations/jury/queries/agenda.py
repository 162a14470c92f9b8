"""The agenda of a round for somebody who may see it: from a frozen ranking, or from the current marks."""

from dataclasses import dataclass
from uuid import UUID

from nominations.core.rules.vocabulary import Action, Role
from nominations.core.tables import Round
from nominations.core.work import Work
from nominations.editions.rules.edition import Criterion, Edition
from nominations.jury.rules.agenda import Agenda, Findings, build_agenda, with_titles
from nominations.ranking.analysis.results import AnalysisResults
from nominations.ranking.queries.ranking import load_ranking, rank_tally
from nominations.ranking.queries.ranking_snapshots import Seal
from nominations.rounds.queries import rounds

OPEN = "open"  # the verdict that the marks support neither that it is among the first nor that it is not
LOW = "low"  # the word of agreement on a criterion


@dataclass(frozen=True, slots=True)
class RoundAgenda:
    """An agenda with what it is of; `seal` is that of the frozen ranking it was made from."""

    round: Round
    edition: Edition
    criteria: tuple[Criterion, ...]
    agenda: Agenda
    seal: Seal | None
    seals: tuple[Seal, ...]


def load_agenda(work: Work, round_id: UUID, *, frozen_id: UUID | None = None) -> RoundAgenda:
    """The agenda from a frozen ranking of the round, or from the current marks where none is named.

    A meeting takes over the one of a frozen ranking: it does not change any more. Whoever is kept from a nomination
    by a conflict of interest gets the agenda without it, numbered anew, and from the current marks alone.
    """
    ranking = load_ranking(work, round_id, frozen_id=frozen_id, letters=True, to=Action.SEE_AGENDA)
    agenda = build_agenda(
        ranking.tally, rank_tally(ranking.tally, ranking.results),
        read_findings(ranking.results) if ranking.results else None, ranking.places, ranking.least,
    )
    if work.actor.role is Role.CHAIR and round_id in rounds.list_blind_rounds(work, ranking.round.edition_id):
        agenda = with_titles(agenda, {file.reference: file.reference for file in ranking.tally.files})
    return RoundAgenda(ranking.round, ranking.edition, ranking.criteria, agenda, ranking.seal, ranking.seals)


def read_findings(results: AnalysisResults) -> Findings:
    """What of an analysis makes a nomination disputed."""
    return Findings(
        {
            result.file: (result.rank_low, result.rank_high) for result in results.files
            if result.verdict == OPEN and result.rank_low is not None and result.rank_high is not None
        },
        frozenset(reference for tie in results.ties for reference in (tie.first, tie.second)),
        tuple(criterion.key for criterion in results.criteria if criterion.word == LOW),
    )
