"""The reviews of one nomination side by side, for somebody who may see the scores of its round."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from nominations.core.rules.errors import Refused
from nominations.core.rules.review_rules import ReviewStatus
from nominations.core.rules.vocabulary import Recommendation, Refusal, Role
from nominations.core.work import Work
from nominations.editions.rules.edition import Criterion
from nominations.ranking.queries import review_comments, scores
from nominations.ranking.queries.ranking import names_or_letters
from nominations.ranking.queries.review_comments import ReviewText
from nominations.ranking.queries.scores import RoundNomination, RoundReview, ScoredRound
from nominations.rounds.queries import rounds
from nominations.rounds.rules import scoring


@dataclass(frozen=True, slots=True)
class ReviewColumn:
    """A review that counts: its marks and reasons in the order of the criteria, and what was written with them."""

    reviewer: str
    marks: tuple[int | None, ...]
    reasons: tuple[str, ...]
    total: Fraction | None
    recommendation: Recommendation | None
    text: ReviewText


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion and its marks, one for each column; `is_wide` where they lie so far apart that the jury must speak
    of it."""

    criterion: Criterion
    marks: tuple[tuple[int | None, str], ...]
    is_wide: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The reviews of a nomination that count; `held_back`: how many reviewers were asked whose review does not."""

    scored: ScoredRound
    nomination: RoundNomination
    title: str
    columns: tuple[ReviewColumn, ...]
    rows: tuple[CriterionRow, ...]
    held_back: int
    named: bool
    reads_notes: bool


def load_side_by_side(work: Work, round_id: UUID, nomination_id: UUID) -> SideBySide:
    """The reviews, reviewers by name or by the letter that they have in the whole round.

    Raises `Refused` where the actor may not see the scores now, or the nomination takes no part in the round any more.
    """
    scored = scores.load(work, round_id)
    nomination = scores.load_nomination(work, scored, nomination_id)
    if not nomination.is_eligible:
        raise Refused(Refusal.NOT_FOUND)
    labels = names_or_letters(scores.load_reviewer_names(work, round_id), scores.may_name(work))
    texts = review_comments.load_review_texts(work, scored, nomination_id)
    reviews = list(scores.list_reviews(work, scored, nomination_id))
    order = {reviewer_id: number for number, reviewer_id in enumerate(labels)}
    columns = tuple(
        _column(scored, review, labels[review.reviewer_id], texts[review.assessment_id])
        for review in sorted(reviews, key=lambda review: order[review.reviewer_id])
        if review.counted and review.assessment_id
    )
    hidden = work.actor.role is Role.CHAIR and round_id in rounds.list_blind_rounds(work, scored.round.edition_id)
    return SideBySide(
        scored, nomination, nomination.reference if hidden else nomination.title, columns,
        tuple(_row(criterion, number, columns) for number, criterion in enumerate(scored.category.criteria)),
        sum(review.status not in (ReviewStatus.COUNTED, ReviewStatus.REMOVED) for review in reviews),
        scores.may_name(work), review_comments.may_read_notes(work),
    )


def _column(scored: ScoredRound, review: RoundReview, reviewer: str, text: ReviewText) -> ReviewColumn:
    criteria = scored.category.criteria
    score = scoring.review_score(
        dict(zip((criterion.key for criterion in criteria), review.marks, strict=True)),
        {criterion.key: criterion.weight for criterion in criteria},
    )
    return ReviewColumn(reviewer, review.marks, review.reasons, score.value, review.recommendation, text)


def _row(criterion: Criterion, number: int, columns: tuple[ReviewColumn, ...]) -> CriterionRow:
    given = [mark for column in columns if (mark := column.marks[number]) is not None]
    return CriterionRow(
        criterion, tuple((column.marks[number], column.reasons[number]) for column in columns),
        bool(given) and max(given) - min(given) >= scoring.WIDE_GAP,
    )
