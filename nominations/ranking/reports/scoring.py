"""The scoring report of a category: the ranking, the reviewers' marks, and what to be careful about."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby

from nominations.documents.reports.frame import Criterion, Front, criterion_weights, render_html
from nominations.editions.rules import edition
from nominations.ranking.analysis.results import AnalysisResults, NominationResult
from nominations.ranking.reports import analysis_sentences
from nominations.ranking.rules import first_place, places
from nominations.ranking.rules.first_place import FirstPlace
from nominations.ranking.rules.scoring_snapshot import ReviewState
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Marks, Standing, column_letter

REVIEWERS_IN_A_TABLE = 10
SIGNATURES = 5
_TITLE = 32  # letters of a title in the tables after the ranking, which has it whole


@dataclass(frozen=True, slots=True)
class ReportReview:
    """One reviewer's marks for one nomination."""

    reviewer: str
    state: ReviewState
    marks: Marks


@dataclass(frozen=True, slots=True)
class ReportNomination:
    """A nomination with its reviews."""

    reference: str
    title: str
    country: str
    reviews: tuple[ReportReview, ...]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """`key` is what reviews and recusals refer to; the name is printed only if `named` is set in the report."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Recusal:
    """A reviewer who declared a conflict, was recused, or whose assignment was removed."""

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
    """Everything in the report. `named` prints reviewers' names instead of letters; `interim`: the round is open.

    `results` is the analysis of exactly these marks, where there is one; `sealed` the frozen state that holds them.
    """

    front: Front
    category: str
    round: str
    criteria: tuple[Criterion, ...]
    reviewers: tuple[Reviewer, ...]
    files: tuple[ReportNomination, ...]
    recusals: tuple[Recusal, ...] = ()
    removed: tuple[Recusal, ...] = ()  # assignments that were removed; listed, never counted
    named: bool = False
    interim: bool = False
    top: int = edition.TOP
    official: str = places.RAW
    thresholds: tuple[int, int] | None = None  # for a winner, for a mention
    results: AnalysisResults | None = None
    sealed: Sealed | None = None

    def adjusted(self) -> Mapping[str, float]:
        """The adjusted scores, by reference; none without an analysis."""
        files = self.results.files if self.results else ()
        return {result.file: result.adjusted for result in files if result.adjusted is not None}

    def rule_applies(self) -> bool:
        """False while adjusted scores are missing and the plain mean is used instead."""
        placed = [standing.file for standing in self.standings() if standing.place is not None]
        return self.official == places.RAW or places.is_ranked_by_adjusted(self.official, placed, self.adjusted())

    def standings(self) -> tuple[Standing, ...]:
        """The ranking by the official rule, from the marks themselves."""
        marks = {
            file.reference: [review.marks for review in file.reviews if review.state is ReviewState.SUBMITTED]
            for file in self.files
        }
        plain = scoring.rank_files(marks, criterion_weights(self.criteria), self.top)
        return places.apply_rule(plain, self.official, self.adjusted())

    def examine_first_place(self) -> FirstPlace | None:
        """What the first place rests on, by plain means."""
        return first_place.examine_first_place({
            file.reference: {
                review.reviewer: review.marks for review in file.reviews if review.state is ReviewState.SUBMITTED
            }
            for file in self.files
        }, criterion_weights(self.criteria), self.top)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A nomination in the ranking: its standing, and the totals of its reviews for the drawing."""

    file: ReportNomination
    standing: Standing
    totals: tuple[Fraction, ...]
    result: NominationResult | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one reviewer gave one nomination: a total, or the state shown instead (None: not assigned)."""

    state: ReviewState | None
    total: Fraction | None = None


def render_report(report: ScoringReport, language: str) -> str:
    """The report in `language`, whose texts it already holds."""
    lines = _lines(report)
    ranked = [line for line in lines if line.standing.place is not None]
    reviews = [review for file in report.files for review in file.reviews]
    submitted = [review.marks for review in reviews if review.state is ReviewState.SUBMITTED]
    return render_html(
        "scoring.html", language,
        report=report, front=report.front,
        ranked=ranked, bands=_bands(report, ranked), sentences=analysis_sentences, results=report.results,
        criterion_words={criterion.key: criterion.label for criterion in report.criteria},
        unranked=[line for line in lines if line.standing.place is None],
        ties=[list(group) for _, group in groupby(ranked, key=lambda line: line.standing.place)],
        blocks=list(_blocks(report.reviewers)), cells=_cells(report), lines=lines,
        labels=label_reviewers(report.reviewers, report.named), letters=label_reviewers(report.reviewers, named=False),
        means=scoring.criterion_means(submitted, criterion_weights(report.criteria)),
        reviews=len(submitted), undecided=any(review.state is ReviewState.UNDECIDED for review in reviews),
        totals=[total for line in ranked for total in line.totals],
        first_place=report.examine_first_place(),
        shorten=_shorten, signatures=SIGNATURES, rounded=scoring.round_half_up, by_weight=_by_weight(report.criteria),
        enough=scoring.ENOUGH_REVIEWS, wide=scoring.WIDE_SPREAD, gap=scoring.WIDE_GAP,
    )


def _shorten(title: str) -> str:
    """The title, or its first words and a sign that it goes on."""
    if len(title) <= _TITLE:
        return title
    words = textwrap.shorten(title, _TITLE, placeholder="…")
    return words if len(words) > 1 else title[:_TITLE - 1] + "…"


def label_reviewers(reviewers: Sequence[Reviewer], named: bool) -> dict[str, str]:
    """Names, or letters in the order of `reviewers`, the same in every language so that reports can be compared."""
    return {
        reviewer.key: reviewer.name if named else column_letter(number) for number, reviewer in enumerate(reviewers)
    }


def _lines(report: ScoringReport) -> list[ReportLine]:
    files = {file.reference: file for file in report.files}
    cells = _cells(report)
    by_file = report.results.by_file() if report.results else {}
    lines = []
    for standing in report.standings():
        line_cells = cells[standing.file].values()
        totals = tuple(cell.total for cell in line_cells if cell.total is not None)
        lines.append(ReportLine(files[standing.file], standing, totals, by_file.get(standing.file)))
    return lines


def _bands(report: ScoringReport, ranked: Sequence[ReportLine]) -> list[tuple[int, list[ReportLine]]]:
    """The ranked nominations in numbered bands; without an analysis in one band with number 0."""
    if report.results is None or report.results.model is None:
        return [(0, list(ranked))]
    lines = {line.file.reference: line for line in ranked}
    return [
        (number, [lines[reference] for reference in band if reference in lines])
        for number, band in enumerate(report.results.bands, 1)
    ]


def _cells(report: ScoringReport) -> Mapping[str, Mapping[str, Cell]]:
    """By nomination and reviewer. Every recusal of the report has its cell, also one without an assignment."""
    recused = {(recusal.reference, recusal.reviewer) for recusal in report.recusals}
    by_file = {}
    for file in report.files:
        by_reviewer = {
            reviewer.key: Cell(ReviewState.RECUSED if (file.reference, reviewer.key) in recused else None)
            for reviewer in report.reviewers
        }
        by_reviewer |= {review.reviewer: _cell(review, report) for review in file.reviews}
        by_file[file.reference] = by_reviewer
    return by_file


def _cell(review: ReportReview, report: ScoringReport) -> Cell:
    if review.state is not ReviewState.SUBMITTED:
        return Cell(review.state)
    score = scoring.review_score(review.marks, criterion_weights(report.criteria), report.top)
    return Cell(review.state, score.value if score.counts else None)


def _blocks(reviewers: Sequence[Reviewer]) -> Iterator[Sequence[Reviewer]]:
    """Reviewers in even groups that fit beside each other."""
    groups = -(-len(reviewers) // REVIEWERS_IN_A_TABLE) or 1
    size = -(-len(reviewers) // groups) or 1
    for start in range(0, len(reviewers), size):
        yield reviewers[start:start + size]


def _by_weight(criteria: Sequence[Criterion]) -> list[Criterion]:
    return sorted(criteria, key=lambda criterion: -criterion.weight)
