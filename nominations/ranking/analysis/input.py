"""The input of the analysis: the marks that count and the rules that apply to them. Plain data, without NumPy."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from nominations.core.rules import codec
from nominations.editions.rules import edition
from nominations.rounds.rules import scoring

# Increased when the same marks give other figures than before; stored with every result.
METHOD = "2026-2"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the score card and its weight."""

    key: str
    weight: int


@dataclass(frozen=True, slots=True)
class Review:
    """A review that counts; marks are in the order of the criteria, None where one does not apply."""

    file: str
    reviewer: str
    marks: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Nominations with something in common that might influence a reviewer: a region, a language of entry."""

    kind: str
    key: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnalysisInput:
    """One category's marks. `places` is how many files can be taken; `official` is raw, adjusted or tie_break."""

    criteria: tuple[Criterion, ...]
    files: tuple[str, ...]
    reviews: tuple[Review, ...]
    places: int
    top: int = edition.TOP
    official: str = "raw"
    groups: tuple[Group, ...] = ()

    @property
    def weights(self) -> Mapping[str, int]:
        return {criterion.key: criterion.weight for criterion in self.criteria}

    def sha256(self) -> str:
        """The hash of everything the results depend on, the method's version included."""
        return hashlib.sha256(f"{METHOD}\n{codec.dumps(self)}".encode()).hexdigest()

    def seed(self) -> int:
        """The seed comes from the sorted marks alone: nobody can choose the random draws, not even by another name or
        another order, and everybody can repeat them."""
        marks = sorted(json.dumps(review.marks) for review in self.reviews)
        return int(hashlib.sha256("\n".join((METHOD, *marks)).encode()).hexdigest()[:12], 16)

    def totals(self) -> tuple[tuple[Review, Fraction], ...]:
        """Each review with its exact total out of 100; those with too little of the weight marked are left out."""
        keys, weights = [criterion.key for criterion in self.criteria], self.weights
        totals = []
        for review in self.reviews:
            score = scoring.review_score(dict(zip(keys, review.marks, strict=True)), weights, self.top)
            if score.counts and score.value is not None:
                totals.append((review, score.value))
        return tuple(totals)


@dataclass(frozen=True, slots=True)
class Score:
    """What one reviewer gave one nomination, 0 to 100."""

    file: str
    reviewer: str
    value: float


def sort_input(question: AnalysisInput) -> AnalysisInput:
    """The same input in one order, so that the order of rows in a database cannot change a result."""
    return AnalysisInput(
        question.criteria, tuple(sorted(question.files)),
        tuple(sorted(question.reviews, key=lambda review: (review.file, review.reviewer))), question.places,
        question.top, question.official,
        tuple(sorted((Group(group.kind, group.key, tuple(sorted(group.files))) for group in question.groups),
                     key=lambda group: (group.kind, group.key))),
    )
