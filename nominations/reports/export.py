"""The scores as a table: one row per set of marks, so that anyone can compute the totals again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from nominations.domain import scoring
from nominations.domain.scoring import Marks
from nominations.language import gettext as _
from nominations.language import speaking
from nominations.reports.frame import Criterion, weights
from nominations.reports.tables import Cell, Column, Formula, Sheet, as_csv, as_xlsx

_BEFORE = 5  # columns that stand before the marks


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


def scores_csv(criteria: Sequence[Criterion], sets: Iterable[MarkSet], language: str, top: int = scoring.TOP) -> Iterator[bytes]:
    """The raw marks and totals, in blocks of bytes."""
    with speaking(language):
        columns = _columns(criteria)
        rows = (_row(each, criteria, _total(each, criteria, top)) for each in sets)
        blocks = list(as_csv(columns, rows))
    yield from blocks


def scores_xlsx(
    criteria: Sequence[Criterion], sets: Iterable[MarkSet], language: str, title: str, made_at: datetime | None = None,
    top: int = scoring.TOP,
) -> bytes:
    """The same as a workbook: weights on the second sheet, and every total a formula over marks and weights."""
    with speaking(language):
        second = _("Weights")
        rows = (
            _row(each, criteria, _formula(number, each, criteria, second, top)) for number, each in enumerate(sets, start=1)
        )
        weight_rows = ((each.key, each.label, each.weight) for each in criteria)
        return as_xlsx(
            (Sheet(_("Scores"), _columns(criteria), rows), Sheet(second, _weight_columns(), weight_rows)),
            title, language, made_at=made_at,
        )


def _columns(criteria: Sequence[Criterion]) -> list[Column]:
    before = [Column(_("Reference"), 18), Column(_("Title"), 40), Column(_("Category"), 14), Column(_("Round"), 14),
              Column(_("Reviewer"), 22)]
    marks = [Column(_("%(criterion)s (weight %(weight)s)", criterion=each.label, weight=each.weight), 14)
             for each in criteria]
    after = [Column(_("Total out of 100"), 12, "0.00"), Column(_("Recommendation"), 16), Column(_("State"), 14),
             Column(_("Counted"), 10), Column(_("Submitted at (UTC)"), 20)]
    reasons = [Column(_("Reason: %(criterion)s", criterion=each.label), 40) for each in criteria]
    return [*before, *marks, *after, *reasons]


def _weight_columns() -> list[Column]:
    return [Column(_("Key"), 16), Column(_("Criterion"), 44), Column(_("Weight"), 10)]


def _row(each: MarkSet, criteria: Sequence[Criterion], total: Cell) -> list[Cell]:
    return [
        each.reference, each.title, each.category, each.round, each.reviewer,
        *(each.marks.get(criterion.key) for criterion in criteria),
        total, each.recommendation, each.state, _("yes") if each.counted else _("no"), each.submitted_at,
        *(each.reasons.get(criterion.key, "") for criterion in criteria),
    ]


def _total(each: MarkSet, criteria: Sequence[Criterion], top: int) -> Cell:
    value = scoring.review_score(each.marks, weights(tuple(criteria)), top).value
    return None if value is None else scoring.rounded(value)


def _formula(row: int, each: MarkSet, criteria: Sequence[Criterion], sheet: str, top: int) -> Cell:
    """Σ w·m / Σ w over the marked cells, scaled to 100 and rounded as the report rounds."""
    value = _total(each, criteria, top)
    if value is None:
        return None
    marks = [xl_rowcol_to_cell(row, _BEFORE + number) for number in range(len(criteria))]
    weight = xl_col_to_name(2)
    heavy = [f"'{sheet}'!${weight}${number}" for number in range(2, len(criteria) + 2)]
    points = "+".join(f"{mark}*{each_weight}" for mark, each_weight in zip(marks, heavy, strict=True))
    whole = "+".join(f"ISNUMBER({mark})*{each_weight}" for mark, each_weight in zip(marks, heavy, strict=True))
    return Formula(f"=ROUND(({points})/({whole})*100/{top},2)", value)
