"""The marks of a round as plain data, as they stand now."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from nominations.core.rules.review_rules import ReviewStatus
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Nomination, RoundFile
from nominations.core.work import Work
from nominations.ranking.queries import review_comments, scores
from nominations.ranking.queries.scores import Scored
from nominations.ranking.rules.scoring_snapshot import Aside, File, Left, Review, ReviewState, Tally


@dataclass(frozen=True, slots=True)
class Live:
    """A round's marks and the names of its reviewers, by id; the names stay out of the tally."""

    of: Scored
    tally: Tally
    names: dict[str, str]


def live(work: Work, round_id: UUID, *, to: Action = Action.SEE_SCORES) -> Live:
    """The tally, if the actor may do `to` with the round now; as many statements for one file as for a thousand."""
    of = scores.load(work, round_id, to=to)
    names = {str(id_): name for id_, name in scores.reviewers(work, round_id).items()}
    by_file: dict[UUID, list[Review]] = defaultdict(list)
    for each in scores.reviews(work, of):
        if each.removed_at is None:
            by_file[each.nomination_id].append(_review(each))
    found, languages = scores.files(work, round_id), _languages(work, round_id)
    criteria = of.category.criteria
    return Live(of, Tally(
        category=of.category.key, round=str(of.round.code), interim=of.interim,
        criteria=tuple(each.key for each in criteria), weights=tuple(each.weight for each in criteria),
        official=of.edition.scoring.official_rule, reviewers=tuple(names),
        files=tuple(
            File(str(each.id), each.reference, each.title, each.countries, languages.get(each.id, ""),
                 tuple(by_file[each.id]))
            for each in found if each.stands
        ),
        left=tuple(Left(each.reference, each.title, str(each.state)) for each in found if not each.stands),
        asides=tuple(
            Aside(each.reference, str(each.reviewer_id), str(each.kind or ""), bool(each.by_reviewer),
                  each.at.isoformat())
            for each in review_comments.asides(work, of) if str(each.reviewer_id) in names
        ),
    ), names)


# Of reviews of files that stand, by assignments that stand.
_STATES = {
    ReviewStatus.COUNTED: ReviewState.SUBMITTED, ReviewStatus.RECUSED: ReviewState.RECUSED,
    ReviewStatus.UNDECIDED: ReviewState.UNDECIDED,
}


def _review(each: scores.Review) -> Review:
    state = _STATES.get(each.status, ReviewState.AWAITED)
    return Review(str(each.reviewer_id), state, each.marks if state is ReviewState.SUBMITTED else ())


def _languages(work: Work, round_id: UUID) -> dict[UUID, str]:
    """The language in which each file was entered."""
    rows = work.session.execute(
        select(Nomination.id, Nomination.language).join(RoundFile, RoundFile.nomination_id == Nomination.id)
        .where(RoundFile.round_id == round_id)
    )
    return {id_: language or "" for id_, language in rows}
