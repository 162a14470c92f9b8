"""The raw marks of a round for CSV, XLSX and JSON: the current ones, or those of a frozen state."""

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


def load_mark_sets(
    work: Work, round_id: UUID, language: str, frozen_id: UUID | None
) -> tuple[tuple[Criterion, ...], Iterator[MarkSet]]:
    """The criteria, and one row per review; a frozen state holds marks only, no reasons and no recommendations."""
    if frozen_id is None:
        return score_tables.load_current_mark_sets(work, round_id, language)
    scored = scores.load(work, round_id, to=Action.REPORT)
    tally = ranking_snapshots.load_frozen_state(work, round_id, frozen_id).tally
    labels = names_or_letters(scores.load_reviewer_names(work, round_id), scores.may_name(work))
    with use_language(language):
        states, round_word = score_tables.status_words(), str(ROUNDS[scored.round.code])
    category = scored.category.label.in_(language)

    def mark_sets() -> Iterator[MarkSet]:
        for file in tally.files:
            for review in file.reviews:
                yield MarkSet(
                    file.reference, file.title, category, round_word, labels[UUID(review.reviewer)],
                    tally.marks(review),
                    {}, "", states[_STATUS[review.state]], review.state is ReviewState.SUBMITTED,
                )

    return score_tables.list_criteria(scored, language), mark_sets()
