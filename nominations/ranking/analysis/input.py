"""What the analysis is asked: the marks that count, and the rules they are read by. Plain data, without NumPy."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from nominations.core.rules import codec
from nominations.editions.rules import edition
from nominations.rounds.rules import scoring

# Raised when the same marks would give other figures than before; stored with every result.
METHOD = "2026-1"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the score card and its share of the hundred points."""

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
    """Files that share something a reviewer might lean to: a region, a language of entry."""

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
        return {each.key: each.weight for each in self.criteria}

    def sha256(self) -> str:
        """Of everything the answer depends on, the method's version included."""
        return hashlib.sha256(f"{METHOD}\n{codec.dumps(self)}".encode()).hexdigest()

    def seed(self) -> int:
        """From the input itself: nobody can choose the draws, and everybody can repeat them."""
        return int(self.sha256()[:12], 16)

    def totals(self) -> tuple[tuple[Review, Fraction], ...]:
        """Each review with its exact total out of 100; those with too little of the weight marked are left out."""
        keys, weights = [each.key for each in self.criteria], self.weights
        found = []
        for review in self.reviews:
            score = scoring.review_score(dict(zip(keys, review.marks, strict=True)), weights, self.top)
            if score.counts and score.value is not None:
                found.append((review, score.value))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Score:
    """What one reviewer gave one file, 0 to 100."""

    file: str
    reviewer: str
    value: float


def canonical(asked: AnalysisInput) -> AnalysisInput:
    """The same question in one order, so that the order of rows in a database cannot show in a result."""
    return AnalysisInput(
        asked.criteria, tuple(sorted(asked.files)),
        tuple(sorted(asked.reviews, key=lambda each: (each.file, each.reviewer))), asked.places, asked.top,
        asked.official,
        tuple(sorted((Group(each.kind, each.key, tuple(sorted(each.files))) for each in asked.groups),
                     key=lambda each: (each.kind, each.key))),
    )
