"""The ranking of a round as a page shows it: the current one or a frozen one, reviewers by name or by letter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Round
from nominations.core.work import Work
from nominations.editions.rules.edition import Criterion, Edition
from nominations.ranking.analysis.results import AnalysisResults, NominationResult
from nominations.ranking.queries import analyses, ranking_snapshots, scores, scoring_snapshot
from nominations.ranking.queries.analyses import CurrentAnalysis
from nominations.ranking.queries.ranking_snapshots import Seal
from nominations.ranking.rules import places
from nominations.ranking.rules.scoring_snapshot import (
    FormerNomination,
    ReviewState,
    Tally,
    TallyNomination,
    TallyReview,
)
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Standing


@dataclass(frozen=True, slots=True)
class GivenTotal:
    """What one reviewer gave one nomination: a total, or why there is none ("aside", "undecided", "awaited", "short").

    `number` counts the round's reviewers from 0.
    """

    reviewer: str
    total: Fraction | None
    instead: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One nomination: its place, what its reviewers gave, and the results of the analysis for it."""

    file: TallyNomination
    standing: Standing
    given: tuple[GivenTotal, ...]
    result: NominationResult | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """A round's ranking; `unranked` have no counted review, `left` are no longer eligible and have no place.

    `seal` is that of a frozen state; `results` belong to the marks shown, `analysis` to the current ones. `rule` is the
    official one; `rule_applies` is False while adjusted scores are missing and the plain mean is used instead.
    """

    round: Round
    edition: Edition
    interim: bool
    criteria: tuple[Criterion, ...]
    ranked: tuple[Line, ...]
    unranked: tuple[Line, ...]
    left: tuple[FormerNomination, ...]
    reviews: int
    named: bool
    may_name: bool
    least: int
    tally: Tally
    labels: Mapping[str, str]  # of reviewers, by the id they have in the tally
    places: int
    rule: str
    rule_applies: bool
    results: AnalysisResults | None = None
    analysis: CurrentAnalysis = field(default_factory=CurrentAnalysis)
    seal: Seal | None = None
    seals: tuple[Seal, ...] = ()

    def line(self, nomination_id: UUID) -> Line:
        """The line of one nomination; raises `Refused` where it has none."""
        for line in (*self.ranked, *self.unranked):
            if line.file.id == str(nomination_id):
                return line
        raise Refused(Refusal.NOT_FOUND)


def load_ranking(
    work: Work, round_id: UUID, *, frozen_id: UUID | None = None, letters: bool = False,
    to: Action = Action.SEE_SCORES,
) -> Ranking:
    """The ranking, if the actor may see the scores now; the number of statements does not depend on its size.

    `frozen_id` chooses a frozen state; `letters` hides reviewers' names from those who may read them.
    """
    live = scoring_snapshot.load_live_round(work, round_id, to=to)
    question = analyses.build_input(live.tally, live.scored.category, live.scored.edition)
    analysis = analyses.load_current_analysis(work, round_id, question)
    seals = tuple(ranking_snapshots.list_seals(work, round_id))
    tally, results, seal = live.tally, analysis.results, None
    if frozen_id is not None:
        frozen = ranking_snapshots.load_frozen_state(work, round_id, frozen_id)
        tally, results, seal = frozen.tally, frozen.results, frozen.seal
    may_name = scores.may_name(work)
    labels = _labels(tally, live.names, may_name and not letters)
    lines = _lines(tally, results, labels)
    ranked = tuple(line for line in lines if line.standing.place)
    return Ranking(
        live.scored.round, live.scored.edition, tally.interim, live.scored.category.criteria, ranked,
        tuple(line for line in lines if not line.standing.place), tally.left,
        sum(line.standing.reviews for line in lines), may_name and not letters, may_name,
        live.scored.edition.scoring.least_reviews, tally, labels, analyses.count_places(live.scored.category, tally),
        tally.official, tally.official == places.RAW or places.is_ranked_by_adjusted(
            tally.official, [line.file.reference for line in ranked], adjusted_scores(results)
        ), results, analysis, seal, seals,
    )


def adjusted_scores(results: AnalysisResults | None) -> dict[str, float]:
    """The adjusted scores, by reference."""
    return {result.file: result.adjusted for result in results.files if result.adjusted is not None} if results else {}


def rank_tally(tally: Tally, results: AnalysisResults | None) -> tuple[Standing, ...]:
    """The official places: by the rule of the edition, from these marks."""
    return places.apply_rule(tally.standings(), tally.official, adjusted_scores(results))


def require_nomination(work: Work, round_id: UUID, nomination_id: UUID) -> None:
    """Raise `Refused` unless the actor may report on the round and the nomination takes part in it."""
    scores.load_nomination(work, scores.load(work, round_id, to=Action.REPORT), nomination_id)


def require_state(work: Work, round_id: UUID, frozen_id: str) -> UUID:
    """The id of a frozen state of the round; raises `Refused` if there is none or the actor may not report on it."""
    scores.load(work, round_id, to=Action.REPORT)
    try:
        return ranking_snapshots.load_frozen_state(work, round_id, UUID(frozen_id)).seal.id
    except ValueError:
        raise Refused(Refusal.NOT_FOUND) from None


def names_or_letters(people: Mapping[UUID, str], named: bool) -> dict[UUID, str]:
    """Names, or letters in the order of `people`."""
    return dict(people) if named else {id_: scoring.column_letter(number) for number, id_ in enumerate(people)}


def _labels(tally: Tally, names: Mapping[str, str], named: bool) -> dict[str, str]:
    """Letters follow the order of the tally, so a frozen state keeps its letters when reviewers join later."""
    return {
        id_: names.get(id_, scoring.column_letter(number)) if named else scoring.column_letter(number)
        for number, id_ in enumerate(tally.reviewers)
    }


def _lines(tally: Tally, results: AnalysisResults | None, labels: Mapping[str, str]) -> list[Line]:
    files = {nomination.reference: nomination for nomination in tally.files}
    by_file = results.by_file() if results else {}
    order = {id_: number for number, id_ in enumerate(tally.reviewers)}
    return [
        Line(
            files[standing.file], standing, _given_totals(tally, files[standing.file], labels, order),
            by_file.get(standing.file),
        )
        for standing in rank_tally(tally, results)
    ]


def _given_totals(
    tally: Tally, file: TallyNomination, labels: Mapping[str, str], order: Mapping[str, int]
) -> tuple[GivenTotal, ...]:
    return tuple(
        GivenTotal(labels[review.reviewer], *_total(tally, review), order[review.reviewer])
        for review in sorted(file.reviews, key=lambda review: order[review.reviewer])
    )


_INSTEAD = {
    ReviewState.RECUSED: "aside", ReviewState.UNDECIDED: "undecided", ReviewState.AWAITED: "awaited",
}


def _total(tally: Tally, review: TallyReview) -> tuple[Fraction | None, str]:
    if review.state is ReviewState.SUBMITTED:
        score = scoring.review_score(tally.marks(review), tally.weighing())
        return (score.value, "") if score.counts else (None, "short")
    return None, _INSTEAD[review.state]
