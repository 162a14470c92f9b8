"""The results of an analysis, as they are stored and shown: plain data, without NumPy, by the keys of the input.

The names of the fields are part of the stored text, apart from `word`, which is stored as `said`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nominations.core.rules import codec


@dataclass(frozen=True, slots=True)
class NominationResult:
    """One nomination. Scores out of 100; ranks count from 1; None where the marks allow no estimate."""

    file: str
    raw: float
    reviews: int
    adjusted: float | None = None
    low: float | None = None  # 90 % interval of the adjusted score
    high: float | None = None
    shift: float | None = None  # points due to the severity of its reviewers
    expected_rank: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    chance: float | None = None
    chances: tuple[float, ...] = ()
    verdict: str = ""
    stays: float | None = None  # share of draws of the weights in which it stays among the first N
    panel: int = 0  # which connected panel it belongs to, from 1; 0 where there is only one
    panel_place: int | None = None
    pull: float | None = None  # points towards the mean of all, because its reviews are few
    ahead_from: int | None = None  # better than every nomination from this place on, each with at least 90 %


@dataclass(frozen=True, slots=True)
class Tie:
    """Two nominations that share the place at the line, for the jury: the probability that the first is better."""

    first: str
    second: str
    chance: float | None


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """Agreement on one criterion: Krippendorff's alpha; `word` is its grade, or no_variation, or too_few."""

    key: str
    alpha: float | None
    metric: str
    files: int
    pairs: int
    word: str


@dataclass(frozen=True, slots=True)
class Gap:
    """The lowest and the highest mark of one criterion of one file."""

    file: str
    criterion: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Share:
    """A coefficient of agreement, its 90 % interval and its word."""

    value: float
    low: float | None
    high: float | None
    word: str


@dataclass(frozen=True, slots=True)
class Concord:
    """Kendall's W where every reviewer scored every nomination."""

    w: float
    p: float
    judges: int
    files: int


@dataclass(frozen=True, slots=True)
class Model:
    """The fit: standard deviations in points, and the special cases that readers must know of."""

    sd_file: float
    sd_reviewer: float
    sd_error: float
    criterion: float
    equal: bool = False
    no_severity: bool = False
    no_difference: bool = False
    panels: int = 1
    # Correlation of severity with what colleagues gave the same nominations; None with too few reviewers.
    confounding: float | None = None


@dataclass(frozen=True, slots=True)
class ReviewerResult:
    """How one reviewer marks (see outliers.Marking)."""

    reviewer: str
    files: int
    severity: float | None = None
    low: float | None = None
    high: float | None = None
    spread: float | None = None
    correlation: float | None = None
    halo: float | None = None
    same: float = 0.0
    unlike: bool = False


@dataclass(frozen=True, slots=True)
class Apart:
    """A review far from the others; `place` is its nomination's place without it, None where it has no other review."""

    file: str
    reviewer: str
    score: float
    others: float
    standardised: float
    place: int | None = None
    crosses: bool = False


@dataclass(frozen=True, slots=True)
class Influence:
    """A review without which its nomination would be on the other side of the line."""

    file: str
    reviewer: str
    place: int


@dataclass(frozen=True, slots=True)
class Lean:
    """A reviewer and a group of nominations whose residuals differ from the rest by more than chance."""

    reviewer: str
    kind: str
    key: str
    files: int
    points: float
    p: float


@dataclass(frozen=True, slots=True)
class Change:
    """What leaving something out, or equal weights, would change in the ranking."""

    key: str
    comes_in: tuple[str, ...] = ()
    goes_out: tuple[str, ...] = ()
    furthest: int = 0


@dataclass(frozen=True, slots=True)
class WeightSwap:
    """The smallest change of weights that makes the nominations on the two sides of the line equal."""

    first: str
    second: str
    distance: float
    loses: str
    gains: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class AnalysisResults:
    """All results. `why` says why there is no adjusted score; empty where there is one."""

    method: str
    input_hash: str
    seed: int
    numpy: str
    scipy: str
    places: int
    official: str
    why: str
    model: Model | None
    files: tuple[NominationResult, ...]  # in the official order
    bands: tuple[tuple[str, ...], ...]
    ties: tuple[Tie, ...]
    criteria: tuple[CriterionResult, ...]
    gaps: tuple[Gap, ...]
    absolute: Share | None
    consistent: Share | None
    of_mean: Share | None
    of_adjusted: Share | None
    reviews_per_file: float | None
    concord: Concord | None
    reviewers: tuple[ReviewerResult, ...]
    apart: tuple[Apart, ...]
    influence: tuple[Influence, ...]
    leanings: tuple[Lean, ...]
    swap: WeightSwap | None
    equal_weights: Change | None
    without_criterion: tuple[Change, ...]
    without_reviewer: tuple[Change, ...]
    winners: tuple[str, ...] = ()  # the smallest set that holds the best with at least 90 %, the likeliest first
    draws: int = 4000

    def result_of(self, file: str) -> NominationResult | None:
        return next((result for result in self.files if result.file == file), None)

    def by_file(self) -> Mapping[str, NominationResult]:
        return {result.file: result for result in self.files}


# Fields whose name in the stored text is another one; what was stored before keeps its hash and can be read.
_STORED_NAMES = {"word": "said"}
_FIELD_NAMES = {stored: name for name, stored in _STORED_NAMES.items()}
_NO_LONGER_READ = ("verdict_by_half",)


def results_to_text(results: AnalysisResults) -> str:
    """Canonical JSON; figures have six decimals, so that differences between processors do not show."""
    return json.dumps(_plain(results), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def results_from_text(text: str) -> AnalysisResults:
    results: AnalysisResults = codec.build(AnalysisResults, json.loads(text, object_hook=_field_names))
    return results


def _field_names(stored: dict[str, Any]) -> dict[str, Any]:
    return {_FIELD_NAMES.get(name, name): value for name, value in stored.items() if name not in _NO_LONGER_READ}


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {_STORED_NAMES.get(name, name): _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 6) + 0.0
    return value
