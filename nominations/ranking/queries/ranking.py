"""The ranking of a round as a page shows it: as it stands now or as it was frozen, reviewers by name or by letter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Round
from nominations.core.work import Work
from nominations.editions.rules.edition import Criterion, Edition
from nominations.ranking.analysis.results import AnalysisResults, OfFile
from nominations.ranking.queries import analyses, ranking_snapshots, scores, scoring_snapshot
from nominations.ranking.queries.analyses import CurrentAnalysis
from nominations.ranking.queries.ranking_snapshots import Seal
from nominations.ranking.rules import places
from nominations.ranking.rules.scoring_snapshot import File, Left, Review, ReviewState, Tally
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Standing


@dataclass(frozen=True, slots=True)
class Given:
    """What one reviewer gave one file: a total, or why there is none ("aside", "undecided", "awaited", "short").

    `number` counts the round's reviewers from 0.
    """

    reviewer: str
    total: Fraction | None
    instead: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One file: where it stands, what its reviewers gave, what the analysis says of it."""

    file: File
    standing: Standing
    given: tuple[Given, ...]
    of: OfFile | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """A round's ranking; `unranked` have no counted review, `left` are no longer eligible and have no place.

    `seal` is that of a frozen state; `told` how far the analysis of the marks as they stand is. `rule` is the official
    one; `rule_applies` is False while adjusted scores are lacking and the plain mean stands in.
    """

    round: Round
    edition: Edition
    interim: bool
    criteria: tuple[Criterion, ...]
    ranked: tuple[Line, ...]
    unranked: tuple[Line, ...]
    left: tuple[Left, ...]
    reviews: int
    named: bool
    may_name: bool
    least: int
    tally: Tally
    labels: Mapping[str, str]  # of reviewers, by the id they have in the tally
    places: int
    rule: str
    rule_applies: bool
    found: AnalysisResults | None = None
    told: CurrentAnalysis = field(default_factory=CurrentAnalysis)
    seal: Seal | None = None
    seals: tuple[Seal, ...] = ()

    def line(self, nomination_id: UUID) -> Line:
        """The line of one file; raises `Refused` where it has none."""
        for each in (*self.ranked, *self.unranked):
            if each.file.id == str(nomination_id):
                return each
        raise Refused(Refusal.NOT_FOUND)


def ranking(
    work: Work, round_id: UUID, *, frozen_id: UUID | None = None, letters: bool = False,
    to: Action = Action.SEE_SCORES,
) -> Ranking:
    """The ranking for whoever may see the scores now; the same number of statements for one file and for a thousand.

    `frozen_id` shows an official state instead; `letters` hides names from those who might read them.
    """
    live = scoring_snapshot.live(work, round_id, to=to)
    question = analyses.load_input(live.tally, live.of.category, live.of.edition)
    told, seals = analyses.current_analysis(work, round_id, question), tuple(ranking_snapshots.all_of(work, round_id))
    tally, found, seal = live.tally, told.found, None
    if frozen_id is not None:
        kept = ranking_snapshots.one(work, round_id, frozen_id)
        tally, found, seal = kept.tally, kept.found, kept.seal
    may_name = scores.may_name(work)
    labels = _labels(tally, live.names, may_name and not letters)
    lines = _lines(tally, found, labels)
    ranked = tuple(each for each in lines if each.standing.place)
    return Ranking(
        live.of.round, live.of.edition, tally.interim, live.of.category.criteria, ranked,
        tuple(each for each in lines if not each.standing.place), tally.left,
        sum(each.standing.reviews for each in lines), may_name and not letters, may_name,
        live.of.edition.scoring.least_reviews, tally, labels, analyses.places(live.of.category, tally),
        tally.official, tally.official == places.RAW or places.is_official_tie_break(
            tally.official, [each.file.reference for each in ranked], adjusted(found)
        ), found, told, seal, seals,
    )


def adjusted(found: AnalysisResults | None) -> dict[str, float]:
    """The adjusted scores, by reference."""
    return {each.file: each.adjusted for each in found.files if each.adjusted is not None} if found else {}


def standings(tally: Tally, found: AnalysisResults | None) -> tuple[Standing, ...]:
    """The official places: by the rule of the edition, from these marks."""
    return places.official(tally.standings(), tally.official, adjusted(found))


def require_file(work: Work, round_id: UUID, nomination_id: UUID) -> None:
    """Raise `Refused` unless the actor may report on the round and the file takes part in it."""
    scores.file_of(work, scores.load(work, round_id, to=Action.REPORT), nomination_id)


def require_state(work: Work, round_id: UUID, frozen_id: str) -> UUID:
    """The id of a frozen state of the round; raises `Refused` unless the actor may report on it and it is there."""
    scores.load(work, round_id, to=Action.REPORT)
    try:
        return ranking_snapshots.one(work, round_id, UUID(frozen_id)).seal.id
    except ValueError:
        raise Refused(Refusal.NOT_FOUND) from None


def names_or_letters(people: Mapping[UUID, str], named: bool) -> dict[UUID, str]:
    """Names for whom may read them; letters in the order of `people` for everybody else."""
    return dict(people) if named else {id_: scoring.letter(number) for number, id_ in enumerate(people)}


def _labels(tally: Tally, names: Mapping[str, str], named: bool) -> dict[str, str]:
    """By the order of the tally: a frozen state keeps its letters whoever joins later."""
    return {
        id_: names.get(id_, scoring.letter(number)) if named else scoring.letter(number)
        for number, id_ in enumerate(tally.reviewers)
    }


def _lines(tally: Tally, found: AnalysisResults | None, labels: Mapping[str, str]) -> list[Line]:
    files = {each.reference: each for each in tally.files}
    of = found.by_file() if found else {}
    order = {id_: number for number, id_ in enumerate(tally.reviewers)}
    return [
        Line(files[each.file], each, _given(tally, files[each.file], labels, order), of.get(each.file))
        for each in standings(tally, found)
    ]


def _given(tally: Tally, file: File, labels: Mapping[str, str], order: Mapping[str, int]) -> tuple[Given, ...]:
    return tuple(
        Given(labels[each.reviewer], *_total(tally, each), order[each.reviewer])
        for each in sorted(file.reviews, key=lambda review: order[review.reviewer])
    )


_INSTEAD = {
    ReviewState.RECUSED: "aside", ReviewState.UNDECIDED: "undecided", ReviewState.AWAITED: "awaited",
}


def _total(tally: Tally, review: Review) -> tuple[Fraction | None, str]:
    if review.state is ReviewState.SUBMITTED:
        score = scoring.review_score(tally.marks(review), tally.weighing())
        return (score.value, "") if score.counts else (None, "short")
    return None, _INSTEAD[review.state]
