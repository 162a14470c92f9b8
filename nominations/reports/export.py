"""The scores as a table: one row per set of marks, so that anyone can compute the totals again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nominations.domain import scoring
from nominations.domain.scoring import Marks, letter
from nominations.language import gettext as _
from nominations.language import speaking
from nominations.reports.frame import Criterion, weights
from nominations.reports.tables import Cell, Column, Formula, Sheet, as_csv, as_xlsx, sheet_name

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


def scores_csv(
    criteria: Sequence[Criterion], sets: Iterable[MarkSet], language: str, top: int = scoring.TOP
) -> Iterator[bytes]:
    """The raw marks and totals, in blocks of bytes."""
    with speaking(language):
        columns, words = _columns(criteria), _yes_and_no()
    return as_csv(columns, (_row(each, criteria, _total(each, criteria, top), words) for each in sets))


def scores_xlsx(
    criteria: Sequence[Criterion], sets: Iterable[MarkSet], language: str, title: str, made_at: datetime | None = None,
    top: int = scoring.TOP,
) -> bytes:
    """The same as a workbook: weights on the second sheet, and every total a formula over marks and weights."""
    with speaking(language):
        second, words = sheet_name(_("Weights")), _yes_and_no()
        rows = (
            _row(each, criteria, _formula(row, each, criteria, second, top), words)
            for row, each in enumerate(sets, start=2)
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


def _yes_and_no() -> tuple[str, str]:
    return _("no"), _("yes")


def _row(each: MarkSet, criteria: Sequence[Criterion], total: Cell, words: tuple[str, str]) -> list[Cell]:
    return [
        each.reference, each.title, each.category, each.round, each.reviewer,
        *(each.marks.get(criterion.key) for criterion in criteria),
        total, each.recommendation, each.state, words[each.counted], each.submitted_at,
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
    marks = [f"{letter(_BEFORE + number)}{row}" for number in range(len(criteria))]
    heavy = [f"'{sheet}'!$C${number}" for number in range(2, len(criteria) + 2)]
    pairs = list(zip(marks, heavy, strict=True))
    points = "+".join(f"{mark}*{weight}" for mark, weight in pairs)
    whole = "+".join(f"ISNUMBER({mark})*{weight}" for mark, weight in pairs)
    return Formula(f"=ROUND(({points})/({whole})*100/{top},2)", value)
