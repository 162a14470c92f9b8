"""What a ranking is made from, as plain data: it can be read live, frozen, and read again in ten years."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nominations.core.rules import codec
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Marks, Standing


class ReviewState(StrEnum):
    """What became of an assignment; only a submitted review has marks here.

    In states that were frozen before `UNDECIDED` was known, such reviews are among the recused ones.
    """

    SUBMITTED = "submitted"
    AWAITED = "awaited"
    RECUSED = "recused"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's marks for one file, in the order of the criteria; none unless the review counts."""

    reviewer: str
    state: ReviewState
    marks: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A nomination that stands in the round, with its reviews."""

    id: str
    reference: str
    title: str
    countries: tuple[str, ...]
    language: str
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A nomination that took part and no longer stands."""

    reference: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Who stepped aside from a file, was set aside, or was taken off it (then `kind` is empty); `at` in ISO 8601."""

    reference: str
    reviewer: str
    kind: str
    by_reviewer: bool
    at: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A round's marks. People appear as the ids of their accounts, in the order in which they were first asked."""

    category: str
    round: str
    interim: bool
    criteria: tuple[str, ...]
    weights: tuple[int, ...]
    official: str
    reviewers: tuple[str, ...]
    files: tuple[File, ...]
    left: tuple[Left, ...] = ()
    asides: tuple[Aside, ...] = ()

    def weighing(self) -> Mapping[str, int]:
        """The weight of each criterion, in the edition's order."""
        return dict(zip(self.criteria, self.weights, strict=True))

    def marks(self, review: Review) -> Marks:
        return dict(zip(self.criteria, review.marks, strict=True)) if review.marks else {}

    def counted(self, *, without: str = "") -> dict[str, list[Marks]]:
        """The marks that count, by reference; `without` leaves one reviewer out."""
        return {
            file.reference: [
                self.marks(each) for each in file.reviews
                if each.state is ReviewState.SUBMITTED and each.reviewer != without
            ]
            for file in self.files
        }

    def standings(self, *, without: str = "") -> tuple[Standing, ...]:
        """The ranking by plain means."""
        return scoring.ranking(self.counted(without=without), self.weighing())


def to_text(tally: Tally) -> str:
    """Canonical JSON: the same marks give the same bytes."""
    return codec.dumps(tally)


def from_text(text: str) -> Tally:
    return codec.loads(Tally, text)
