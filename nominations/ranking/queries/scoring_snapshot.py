"""The current marks of a round as plain data."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from nominations.core.rules.review_rules import ReviewStatus
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Nomination, RoundFile
from nominations.core.work import Work
from nominations.ranking.queries import review_comments, scores
from nominations.ranking.queries.scores import ScoredRound
from nominations.ranking.rules.scoring_snapshot import (
    FormerNomination,
    ReviewState,
    Tally,
    TallyExclusion,
    TallyNomination,
    TallyReview,
)


@dataclass(frozen=True, slots=True)
class LiveRound:
    """A round's current marks, and the names of its reviewers by id; the tally itself holds no names."""

    scored: ScoredRound
    tally: Tally
    names: dict[str, str]


def load_live_round(work: Work, round_id: UUID, *, to: Action = Action.SEE_SCORES) -> LiveRound:
    """The tally, if the actor may do `to` with the round now; the number of statements does not depend on its size."""
    scored = scores.load(work, round_id, to=to)
    names = {str(id_): name for id_, name in scores.load_reviewer_names(work, round_id).items()}
    by_file: dict[UUID, list[TallyReview]] = defaultdict(list)
    for review in scores.list_reviews(work, scored):
        if review.removed_at is None:
            by_file[review.nomination_id].append(_tally_review(review))
    nominations, languages = scores.list_nominations(work, round_id), _load_languages(work, round_id)
    criteria = scored.category.criteria
    return LiveRound(scored, Tally(
        category=scored.category.key, round=str(scored.round.code), interim=scored.interim,
        criteria=tuple(criterion.key for criterion in criteria),
        weights=tuple(criterion.weight for criterion in criteria),
        official=scored.edition.scoring.official_rule, reviewers=tuple(names),
        files=tuple(
            TallyNomination(
                str(nomination.id), nomination.reference, nomination.title, nomination.countries,
                languages.get(nomination.id, ""), tuple(by_file[nomination.id]),
            )
            for nomination in nominations if nomination.is_eligible
        ),
        left=tuple(
            FormerNomination(nomination.reference, nomination.title, str(nomination.state))
            for nomination in nominations if not nomination.is_eligible
        ),
        asides=tuple(
            TallyExclusion(
                exclusion.reference, str(exclusion.reviewer_id), str(exclusion.kind or ""),
                bool(exclusion.by_reviewer), exclusion.at.isoformat(),
            )
            for exclusion in review_comments.list_exclusions(work, scored) if str(exclusion.reviewer_id) in names
        ),
    ), names)


# Of reviews of eligible nominations; removed assignments are left out before.
_STATES = {
    ReviewStatus.COUNTED: ReviewState.SUBMITTED, ReviewStatus.RECUSED: ReviewState.RECUSED,
    ReviewStatus.UNDECIDED: ReviewState.UNDECIDED,
}


def _tally_review(review: scores.RoundReview) -> TallyReview:
    state = _STATES.get(review.status, ReviewState.AWAITED)
    return TallyReview(str(review.reviewer_id), state, review.marks if state is ReviewState.SUBMITTED else ())


def _load_languages(work: Work, round_id: UUID) -> dict[UUID, str]:
    """The language in which each nomination was entered."""
    rows = work.session.execute(
        select(Nomination.id, Nomination.language).join(RoundFile, RoundFile.nomination_id == Nomination.id)
        .where(RoundFile.round_id == round_id)
    )
    return {id_: language or "" for id_, language in rows}
