"""The raw marks of a round for CSV, XLSX and JSON: as it stands, or as one of its frozen states keeps them."""

from collections.abc import Iterator
from uuid import UUID

from nominations.core.language import use_language
from nominations.core.rules.review_rules import ReviewStatus
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.documents.reports.frame import Criterion
from nominations.ranking.queries import ranking_snapshots, scores
from nominations.ranking.queries.ranking import names_or_letters
from nominations.ranking.reports import score_tables
from nominations.ranking.reports.score_table import MarkSet
from nominations.ranking.rules.scoring_snapshot import ReviewState
from nominations.rounds.texts import ROUNDS

_STATUS = {
    ReviewState.SUBMITTED: ReviewStatus.COUNTED, ReviewState.AWAITED: ReviewStatus.AWAITED,
    ReviewState.RECUSED: ReviewStatus.RECUSED, ReviewState.UNDECIDED: ReviewStatus.UNDECIDED,
}


def of(
    work: Work, round_id: UUID, language: str, frozen_id: UUID | None
) -> tuple[tuple[Criterion, ...], Iterator[MarkSet]]:
    """The criteria, and one row per review; a frozen state keeps marks alone, no reasons and no recommendations."""
    if frozen_id is None:
        return score_tables.mark_sets(work, round_id, language)
    here = scores.load(work, round_id, to=Action.REPORT)
    tally = ranking_snapshots.one(work, round_id, frozen_id).tally
    shown = names_or_letters(scores.reviewers(work, round_id), scores.may_name(work))
    with use_language(language):
        states, round_word = score_tables.states(), str(ROUNDS[here.round.code])
    category = here.category.label.in_(language)

    def rows() -> Iterator[MarkSet]:
        for file in tally.files:
            for each in file.reviews:
                yield MarkSet(
                    file.reference, file.title, category, round_word, shown[UUID(each.reviewer)], tally.marks(each),
                    {}, "", states[_STATUS[each.state]], each.state is ReviewState.SUBMITTED,
                )

    return score_tables.criteria(here, language), rows()
