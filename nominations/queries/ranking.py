"""The ranking of a round as a page shows it: places from the counted reviews, and who gave what, by name or letter."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from nominations.domain import scoring
from nominations.domain.edition import Criterion
from nominations.domain.scoring import Standing
from nominations.domain.vocabulary import Action
from nominations.models import Round
from nominations.queries import scores
from nominations.queries.scores import File, Review
from nominations.work import Work


@dataclass(frozen=True, slots=True)
class Given:
    """What one reviewer gave one file: a total, or why there is none ("aside", "awaited")."""

    reviewer: str
    total: Fraction | None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One file: where it stands and what its reviewers gave."""

    file: File
    standing: Standing
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A round's ranking; `unranked` have no counted review, `left` are no longer eligible and have no place."""

    round: Round
    interim: bool
    criteria: tuple[Criterion, ...]
    ranked: tuple[Line, ...]
    unranked: tuple[Line, ...]
    left: tuple[File, ...]
    reviews: int
    named: bool
    least: int


def ranking(work: Work, round_id: UUID) -> Ranking:
    """The ranking for whoever may see the scores now; the same number of statements for one file and for a thousand."""
    of = scores.scored(work, round_id)
    named = scores.may_name(work)
    labels = names_or_letters(scores.reviewers(work, round_id), named)
    by_file: dict[UUID, list[Review]] = defaultdict(list)
    for review in scores.reviews(work, of):
        by_file[review.nomination_id].append(review)
    files = {file.reference: file for file in scores.files(work, round_id)}
    standing = {reference: file for reference, file in files.items() if file.stands}
    weights = {criterion.key: criterion.weight for criterion in of.category.criteria}
    marks = {
        reference: [_marks(weights, each) for each in by_file[file.id] if each.counted]
        for reference, file in standing.items()
    }
    lines = [
        Line(standing[each.file], each, _given(by_file[standing[each.file].id], labels, weights))
        for each in scoring.ranking(marks, weights)
    ]
    return Ranking(
        of.round, of.interim, of.category.criteria, tuple(line for line in lines if line.standing.place),
        tuple(line for line in lines if not line.standing.place),
        tuple(file for file in files.values() if not file.stands), sum(map(len, marks.values())), named,
        of.edition.scoring.least_reviews,
    )


def require_file(work: Work, round_id: UUID, nomination_id: UUID) -> None:
    """Raise `Refused` unless the actor may report on the round and the file takes part in it."""
    scores.file_of(work, scores.scored(work, round_id, to=Action.REPORT), nomination_id)


def names_or_letters(people: Mapping[UUID, str], named: bool) -> dict[UUID, str]:
    """Names for whom may read them; letters in the order of `people` for everybody else."""
    return dict(people) if named else {id_: scoring.letter(number) for number, id_ in enumerate(people)}


def _marks(weights: Mapping[str, int], review: Review) -> dict[str, int | None]:
    return dict(zip(weights, review.marks, strict=True))


def _given(reviews: list[Review], labels: Mapping[UUID, str], weights: Mapping[str, int]) -> tuple[Given, ...]:
    found = [
        Given(labels[each.reviewer_id], *_total(each, weights)) for each in reviews if each.removed_at is None
    ]
    # Letters as a spreadsheet counts: Z before AA; names by the alphabet.
    return tuple(sorted(found, key=lambda given: (min(len(given.reviewer), 3), given.reviewer)))


def _total(review: Review, weights: Mapping[str, int]) -> tuple[Fraction | None, str]:
    if review.counted:
        return scoring.review_score(_marks(weights, review), weights).value, ""
    return None, "aside" if review.recused else "awaited"
