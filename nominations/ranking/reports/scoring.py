"""The scoring report of a category: who stands where, how the reviewers marked, what to be careful about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby

from nominations.documents.reports.frame import Criterion, Front, to_html, weights
from nominations.editions.rules import edition
from nominations.ranking.analysis.results import AnalysisResults, OfFile
from nominations.ranking.reports import analysis_sentences
from nominations.ranking.rules import places
from nominations.ranking.rules.scoring_snapshot import ReviewState
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Marks, Standing, letter

REVIEWERS_ON_A_PAGE = 8


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's marks for one file."""

    reviewer: str
    state: ReviewState
    marks: Marks


@dataclass(frozen=True, slots=True)
class File:
    """A nomination with its reviews."""

    reference: str
    title: str
    country: str
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """`key` is what reviews and recusals refer to; the name is printed only when the report is told to."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Recusal:
    """A reviewer who stepped aside from a file, or was set aside."""

    reference: str
    reviewer: str
    kind: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sealed:
    """The official state that a report is made of: its number, when, and the record of the ledger that seals it."""

    number: int
    at: datetime
    words: str
    sha256: str
    ledger_number: int
    ledger_hash: str


@dataclass(frozen=True, slots=True)
class ScoringReport:
    """Everything the report says. `named` prints reviewers' names instead of letters; `interim`: the round is open.

    `found` is the analysis of exactly these marks, where there is one; `sealed` the frozen state they are from.
    """

    front: Front
    category: str
    round: str
    criteria: tuple[Criterion, ...]
    reviewers: tuple[Reviewer, ...]
    files: tuple[File, ...]
    recusals: tuple[Recusal, ...] = ()
    removed: tuple[Recusal, ...] = ()  # assignments taken away; listed, never counted
    named: bool = False
    interim: bool = False
    top: int = edition.TOP
    official: str = places.RAW
    thresholds: tuple[int, int] | None = None  # for a winner, for a mention
    found: AnalysisResults | None = None
    sealed: Sealed | None = None

    def adjusted(self) -> Mapping[str, float]:
        """The adjusted scores, by reference; none without an analysis."""
        files = self.found.files if self.found else ()
        return {each.file: each.adjusted for each in files if each.adjusted is not None}

    def rule_applies(self) -> bool:
        """False while adjusted scores are lacking and the plain mean stands in."""
        placed = [each.file for each in self.standings() if each.place is not None]
        return self.official == places.RAW or places.is_official_tie_break(self.official, placed, self.adjusted())

    def standings(self) -> tuple[Standing, ...]:
        """The ranking by the official rule, from the marks themselves."""
        marks = {
            file.reference: [each.marks for each in file.reviews if each.state is ReviewState.SUBMITTED]
            for file in self.files
        }
        plain = scoring.ranking(marks, weights(self.criteria), self.top)
        return places.official(plain, self.official, self.adjusted())


@dataclass(frozen=True, slots=True)
class Line:
    """A file in the ranking: where it stands, and the totals of its reviews for the drawing."""

    file: File
    standing: Standing
    totals: tuple[Fraction, ...]
    of: OfFile | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one reviewer gave one file: a total, or the state that stands in its place (None: not assigned)."""

    state: ReviewState | None
    total: Fraction | None = None


def as_html(report: ScoringReport, language: str) -> str:
    """The report in `language`, whose texts it already holds."""
    lines = _lines(report)
    ranked = [line for line in lines if line.standing.place is not None]
    reviews = [each for file in report.files for each in file.reviews]
    submitted = [each.marks for each in reviews if each.state is ReviewState.SUBMITTED]
    return to_html(
        "scoring.html", language,
        report=report, front=report.front,
        ranked=ranked, bands=_bands(report, ranked), said=analysis_sentences, found=report.found,
        criterion_words={each.key: each.label for each in report.criteria},
        unranked=[line for line in lines if line.standing.place is None],
        ties=[list(group) for _, group in groupby(ranked, key=lambda line: line.standing.place)],
        blocks=list(_blocks(report.reviewers)), cells=_cells(report), lines=lines,
        labels=labels(report.reviewers, report.named),
        means=scoring.criterion_means(submitted, weights(report.criteria)),
        reviews=len(submitted), undecided=any(each.state is ReviewState.UNDECIDED for each in reviews),
        rounded=scoring.rounded, by_weight=_by_weight(report.criteria),
        enough=scoring.ENOUGH_REVIEWS, wide=scoring.WIDE_SPREAD, gap=scoring.WIDE_GAP,
    )


def labels(reviewers: Sequence[Reviewer], named: bool) -> dict[str, str]:
    """Names, or letters in the order of `reviewers`, the same in every language so that reports can be compared."""
    return {each.key: each.name if named else letter(number) for number, each in enumerate(reviewers)}


def _lines(report: ScoringReport) -> list[Line]:
    files = {file.reference: file for file in report.files}
    cells = _cells(report)
    of = report.found.by_file() if report.found else {}
    found = []
    for standing in report.standings():
        row = cells[standing.file].values()
        totals = tuple(cell.total for cell in row if cell.total is not None)
        found.append(Line(files[standing.file], standing, totals, of.get(standing.file)))
    return found


def _bands(report: ScoringReport, ranked: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """The ranked files in the bands that the marks support, with the number of each; without an analysis one, 0."""
    if report.found is None or report.found.model is None:
        return [(0, list(ranked))]
    lines = {each.file.reference: each for each in ranked}
    return [
        (number, [lines[reference] for reference in band if reference in lines])
        for number, band in enumerate(report.found.bands, 1)
    ]


def _cells(report: ScoringReport) -> Mapping[str, Mapping[str, Cell]]:
    by_file = {}
    for file in report.files:
        row = {reviewer.key: Cell(None) for reviewer in report.reviewers}
        row |= {review.reviewer: _cell(review, report) for review in file.reviews}
        by_file[file.reference] = row
    return by_file


def _cell(review: Review, report: ScoringReport) -> Cell:
    if review.state is not ReviewState.SUBMITTED:
        return Cell(review.state)
    score = scoring.review_score(review.marks, weights(report.criteria), report.top)
    return Cell(review.state, score.value if score.counts else None)


def _blocks(reviewers: Sequence[Reviewer]) -> Iterator[Sequence[Reviewer]]:
    """Reviewers in even groups that fit on a page."""
    groups = -(-len(reviewers) // REVIEWERS_ON_A_PAGE) or 1
    size = -(-len(reviewers) // groups) or 1
    for start in range(0, len(reviewers), size):
        yield reviewers[start:start + size]


def _by_weight(criteria: Sequence[Criterion]) -> list[Criterion]:
    return sorted(criteria, key=lambda each: -each.weight)
