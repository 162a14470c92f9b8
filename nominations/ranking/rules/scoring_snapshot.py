"""What a ranking is made from, as plain data: read from the database, stored when a ranking is frozen, read back later.

The names of the fields are part of the stored text: do not change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nominations.core.rules import codec
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Marks, Standing


class ReviewState(StrEnum):
    """What became of an assignment; only a submitted review has marks here.

    In rankings that were frozen before `UNDECIDED` existed, such reviews are among the recused ones.
    """

    SUBMITTED = "submitted"
    AWAITED = "awaited"
    RECUSED = "recused"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class TallyReview:
    """One reviewer's marks for one nomination, in the order of the criteria; none unless the review counts."""

    reviewer: str
    state: ReviewState
    marks: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class TallyNomination:
    """An eligible nomination of the round, with its reviews."""

    id: str
    reference: str
    title: str
    countries: tuple[str, ...]
    language: str
    reviews: tuple[TallyReview, ...]


@dataclass(frozen=True, slots=True)
class FormerNomination:
    """A nomination that took part and is no longer eligible."""

    reference: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class TallyExclusion:
    """A recusal, or an assignment that was removed (then `kind` is empty); `at` in ISO 8601."""

    reference: str
    reviewer: str
    kind: str
    by_reviewer: bool
    at: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A round's marks. Reviewers appear as the ids of their accounts, in the order of their first assignment."""

    category: str
    round: str
    interim: bool
    criteria: tuple[str, ...]
    weights: tuple[int, ...]
    official: str
    reviewers: tuple[str, ...]
    files: tuple[TallyNomination, ...]
    left: tuple[FormerNomination, ...] = ()
    asides: tuple[TallyExclusion, ...] = ()

    def weighing(self) -> Mapping[str, int]:
        """The weight of each criterion, in the edition's order."""
        return dict(zip(self.criteria, self.weights, strict=True))

    def marks(self, review: TallyReview) -> Marks:
        return dict(zip(self.criteria, review.marks, strict=True)) if review.marks else {}

    def counted(self, *, without: str = "") -> dict[str, list[Marks]]:
        """The marks that count, by reference; `without` leaves one reviewer out."""
        return {
            file.reference: [
                self.marks(review) for review in file.reviews
                if review.state is ReviewState.SUBMITTED and review.reviewer != without
            ]
            for file in self.files
        }

    def standings(self, *, without: str = "") -> tuple[Standing, ...]:
        """The ranking by plain means."""
        return scoring.rank_files(self.counted(without=without), self.weighing())


def tally_to_text(tally: Tally) -> str:
    """Canonical JSON: the same marks give the same bytes."""
    return codec.dumps(tally)


def tally_from_text(text: str) -> Tally:
    return codec.loads(Tally, text)
