"""What the analysis found, as it is stored and shown: plain data, without NumPy, under the keys it was asked with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nominations.core.rules import codec


@dataclass(frozen=True, slots=True)
class OfFile:
    """One file. Scores out of 100; ranks count from 1; None where the marks cannot say it."""

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
    verdict_by_half: str = ""
    stays: float | None = None  # share of draws of the weights in which it stays among the first N
    panel: int = 0  # which connected panel it belongs to, from 1; 0 where there is only one
    panel_place: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Files that share a place across the line, for the jury: which is better with what chance."""

    first: str
    second: str
    chance: float | None


@dataclass(frozen=True, slots=True)
class OfCriterion:
    """Agreement on one criterion: Krippendorff's alpha; `said` is its word, or no_variation, or too_few."""

    key: str
    alpha: float | None
    metric: str
    files: int
    pairs: int
    said: str


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
    said: str


@dataclass(frozen=True, slots=True)
class Concord:
    """Kendall's W where all ranked all."""

    w: float
    p: float
    judges: int
    files: int


@dataclass(frozen=True, slots=True)
class Model:
    """The fit: standard deviations in points, and what is to be said beside it."""

    sd_file: float
    sd_reviewer: float
    sd_error: float
    criterion: float
    equal: bool = False
    no_severity: bool = False
    no_difference: bool = False
    panels: int = 1


@dataclass(frozen=True, slots=True)
class OfReviewer:
    """How one reviewer marks (see closer_look.Marking)."""

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
    """A review worth a look; `place` is the file's place without it, None where nothing else would be left."""

    file: str
    reviewer: str
    score: float
    others: float
    standardised: float
    place: int | None = None
    crosses: bool = False


@dataclass(frozen=True, slots=True)
class Influence:
    """A review without which its file would stand on the other side of the line."""

    file: str
    reviewer: str
    place: int


@dataclass(frozen=True, slots=True)
class Lean:
    """A reviewer and a group of files whose residuals differ from the rest beyond chance."""

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
class Swapped:
    """The smallest change of weights that makes the files on the two sides of the line equal."""

    first: str
    second: str
    distance: float
    loses: str
    gains: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class AnalysisResults:
    """Everything, in one order. `why` says why there is no adjusted score; empty where there is one."""

    method: str
    input_hash: str
    seed: int
    numpy: str
    scipy: str
    places: int
    official: str
    why: str
    model: Model | None
    files: tuple[OfFile, ...]  # in the official order
    bands: tuple[tuple[str, ...], ...]
    ties: tuple[Tie, ...]
    criteria: tuple[OfCriterion, ...]
    gaps: tuple[Gap, ...]
    absolute: Share | None
    consistent: Share | None
    of_mean: Share | None
    of_adjusted: Share | None
    reviews_per_file: float | None
    concord: Concord | None
    reviewers: tuple[OfReviewer, ...]
    apart: tuple[Apart, ...]
    influence: tuple[Influence, ...]
    leanings: tuple[Lean, ...]
    swap: Swapped | None
    equal_weights: Change | None
    without_criterion: tuple[Change, ...]
    without_reviewer: tuple[Change, ...]

    def of(self, file: str) -> OfFile | None:
        return next((each for each in self.files if each.file == file), None)

    def by_file(self) -> Mapping[str, OfFile]:
        return {each.file: each for each in self.files}


def to_text(found: AnalysisResults) -> str:
    """Canonical JSON; figures carry six decimals, so that a last bit of a processor does not show."""
    return json.dumps(_plain(found), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> AnalysisResults:
    return codec.loads(AnalysisResults, text)


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return round(value, 6) + 0.0
    return value
