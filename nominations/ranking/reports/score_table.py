"""The scores as a table: one row per set of marks, so that anyone can compute the totals and the places again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nominations.core.language import gettext as _
from nominations.core.language import use_language
from nominations.documents.reports.frame import Criterion, criterion_weights
from nominations.documents.reports.tables import Cell, Formula, Sheet, SheetColumn, sheet_name, write_csv, write_xlsx
from nominations.editions.rules import edition
from nominations.ranking.reports.places_sheet import PlacesSheet
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Marks, ReviewScore, column_letter

_BEFORE = 5  # columns before the marks


@dataclass(frozen=True, slots=True)
class MarkSet:
    """One reviewer's marks for one nomination, as they are stored."""

    reference: str
    title: str
    category: str
    round: str
    reviewer: str
    marks: Marks
    reasons: Mapping[str, str]
    recommendation: str
    state: str  # the word in the language of the export
    counted: bool  # submitted and not recused
    submitted_at: datetime | None = None


def render_csv(
    criteria: Sequence[Criterion], sets: Iterable[MarkSet], language: str, top: int = edition.TOP
) -> Iterator[bytes]:
    """The raw marks and totals, in blocks of bytes."""
    with use_language(language):
        columns, words = _columns(criteria), _yes_and_no()

    def rows() -> Iterator[list[Cell]]:
        for mark_set in sets:
            score = _score(mark_set, criteria, top)
            yield _row(
                mark_set, criteria, None if score.value is None else scoring.round_half_up(score.value), words, score
            )

    return write_csv(columns, rows())


def render_xlsx(
    criteria: Sequence[Criterion], sets: Iterable[MarkSet], language: str, title: str, made_at: datetime | None = None,
    top: int = edition.TOP,
) -> bytes:
    """The same as a workbook whose totals, means and places are formulas over marks and weights.

    The second sheet has the weights, the third each nomination's plain mean and its place.
    """
    with use_language(language):
        first, second, words = sheet_name(_("Scores")), sheet_name(_("Weights")), _yes_and_no()
        places, after = PlacesSheet(), _BEFORE + len(criteria)

        def rows() -> Iterator[list[Cell]]:
            for row, mark_set in enumerate(sets, start=2):
                score = _score(mark_set, criteria, top)
                places.add(
                    mark_set.reference, mark_set.title, score.value if mark_set.counted and score.counts else None
                )
                yield _row(mark_set, criteria, _formula(row, score, criteria, second, top), words, score)

        weight_rows = ((criterion.key, criterion.label, criterion.weight) for criterion in criteria)
        # The sheets are written one after the other: `places` is complete when the rows of the third are asked for.
        return write_xlsx(
            (Sheet(first, _columns(criteria), rows()), Sheet(second, _weight_columns(), weight_rows),
             Sheet(
                 _("Ranking"), places.columns(),
                 places.rows(first, column_letter(after), column_letter(after + 3), words[True])
             )),
            title, language, made_at=made_at,
        )


def _columns(criteria: Sequence[Criterion]) -> list[SheetColumn]:
    before = [SheetColumn(_("Reference"), 18), SheetColumn(_("Title"), 40), SheetColumn(_("Category"), 14),
              SheetColumn(_("Round"), 14), SheetColumn(_("Reviewer"), 22)]
    marks = [SheetColumn(_("%(criterion)s (weight %(weight)s)", criterion=criterion.label, weight=criterion.weight), 14)
             for criterion in criteria]
    after = [SheetColumn(_("Total out of 100"), 12, "0.00"), SheetColumn(_("Recommendation"), 16),
             SheetColumn(_("State"), 14), SheetColumn(_("Counted"), 10), SheetColumn(_("Submitted at (UTC)"), 20)]
    reasons = [SheetColumn(_("Reason: %(criterion)s", criterion=criterion.label), 40) for criterion in criteria]
    return [*before, *marks, *after, *reasons]


def _weight_columns() -> list[SheetColumn]:
    return [SheetColumn(_("Key"), 16), SheetColumn(_("Criterion"), 44), SheetColumn(_("Weight"), 10)]


def _yes_and_no() -> tuple[str, str]:
    return _("no"), _("yes")


def _score(mark_set: MarkSet, criteria: Sequence[Criterion], top: int) -> ReviewScore:
    return scoring.review_score(mark_set.marks, criterion_weights(tuple(criteria)), top)


def _row(
    mark_set: MarkSet, criteria: Sequence[Criterion], total: Cell, words: tuple[str, str], score: ReviewScore
) -> list[Cell]:
    return [
        mark_set.reference, mark_set.title, mark_set.category, mark_set.round, mark_set.reviewer,
        *(mark_set.marks.get(criterion.key) for criterion in criteria),
        total, mark_set.recommendation, mark_set.state, words[mark_set.counted and score.counts], mark_set.submitted_at,
        *(mark_set.reasons.get(criterion.key, "") for criterion in criteria),
    ]


def _formula(row: int, score: ReviewScore, criteria: Sequence[Criterion], sheet: str, top: int) -> Cell:
    """Σ w·m / Σ w over the marked cells, scaled to 100; shown with two decimals, exact for the mean."""
    if score.value is None:
        return None
    marks = [f"{column_letter(_BEFORE + number)}{row}" for number in range(len(criteria))]
    heavy = [f"'{sheet}'!$C${number}" for number in range(2, len(criteria) + 2)]
    pairs = list(zip(marks, heavy, strict=True))
    points = "+".join(f"{mark}*{weight}" for mark, weight in pairs)
    whole = "+".join(f"ISNUMBER({mark})*{weight}" for mark, weight in pairs)
    return Formula(f"=({points})/({whole})*100/{top}", float(score.value))
