"""The exported scores let anyone come to our totals."""

import csv
import io
import re
from decimal import Decimal

import openpyxl
import pytest

from nominations.ranking.reports.score_table import MarkSet, render_csv, render_xlsx
from nominations.rounds.rules.scoring import review_score, round_half_up
from tests.support.report_samples import samples

SETS = (
    MarkSet("NHA-2025-P-0001", "=HYPERLINK(1)", "Projects", "First round", "A",
            {"technical": 8, "impact": 7, "innovation": 6, "management": 9, "example": 5}, {"technical": "-1 reason"},
            "shortlist", "submitted", True, samples.NOW),
    MarkSet("NHA-2025-P-0002", "خان الورّاقين", "Projects", "First round", "B", {"technical": 7, "impact": 8}, {},
            "reserve", "draft", False),
    MarkSet("NHA-2025-P-0003", "Empty", "Projects", "First round", "C", {}, {}, "", "not started", False),
)


def sheets(language="en"):
    content = render_xlsx(samples.criteria(language), SETS, language, "Scores", samples.NOW)
    return (openpyxl.load_workbook(io.BytesIO(content), data_only=only) for only in (False, True))


def test_a_row_holds_raw_marks_total_words_and_reasons():
    content = b"".join(render_csv(samples.criteria("en"), SETS, "en")).decode("utf-8-sig")
    head, first, second, third = csv.reader(io.StringIO(content, newline=""))

    assert head[5] == "Conservation quality and skills (weight 25)"
    assert first[:5] == ["NHA-2025-P-0001", "'=HYPERLINK(1)", "Projects", "First round", "A"]
    assert first[5:11] == ["8", "7", "6", "9", "5", "72.50"]
    assert first[11:16] == ["shortlist", "submitted", "yes", "2026-01-26T09:30:00Z", "'-1 reason"]
    assert second[5:11] == ["7", "8", "", "", "", "75.00"]
    assert third[10] == ""


def test_the_workbooks_formulas_come_to_the_totals_of_the_report():
    formulas, values = sheets()
    weights = {f"'Weights'!$C${row}": values["Weights"][f"C{row}"].value for row in range(2, 7)}

    for row, marks in enumerate(SETS[:2], start=2):
        computed = _compute(formulas["Scores"][f"K{row}"].value, formulas["Scores"], weights)
        ours = round_half_up(review_score(marks.marks, samples.WEIGHTS).value)
        assert round_half_up(computed) == ours == round_half_up(Decimal(str(values["Scores"][f"K{row}"].value)))
    assert formulas["Scores"]["K4"].value is None


def _compute(formula, sheet, weights):
    """Our own reading of the formula: (sum of products)/(sum of weights marked)*100/10."""
    points, whole = re.fullmatch(r"=\((.+)\)/\((.+)\)\*100/10", formula).groups()
    marks = [pair.split("*") for pair in points.split("+")]
    top = sum((sheet[cell].value or 0) * weights[weight] for cell, weight in marks)
    counted = re.findall(r"ISNUMBER\((\w+)\)\*([^+]+)", whole)
    weight = sum(weights[weight] for cell, weight in counted if sheet[cell].value is not None)
    return Decimal(top * 10) / weight


def mark_set(reference, *marks, counted=True):
    return MarkSet(reference, reference, "Projects", "First round", "A",
                   dict(zip(samples.WEIGHTS, marks, strict=False)), {}, "", "", counted)


def test_the_third_sheet_ranks_by_the_plain_mean_as_the_report_does():
    rows = (
        mark_set("P-1", 8, 8, 8, 8, 8), mark_set("P-1", 7, 7, 7, 7, 8),
        mark_set("P-1", 10, 10, 10, 10, 10, counted=False),
        mark_set("P-2", 9, 9, 9, 9, 9), mark_set("P-3", 7, 7, 7, 7, 7), mark_set("P-3", 8, 8, 8, 8, 9),
        mark_set("P-4", 3, 3, 3, 3, 3), mark_set("P-5", 10, 10), mark_set("P-6", counted=False),
    )
    content = render_xlsx(samples.criteria("en"), rows, "en", "Scores", samples.NOW)
    books = (openpyxl.load_workbook(io.BytesIO(content), data_only=only) for only in (False, True))
    formulas, values = (book["Ranking"] for book in books)

    assert [tuple(cell.value for cell in row) for row in values.iter_rows(min_row=2)] == [
        (1, "P-2", "P-2", 1, 90), (2, "P-1", "P-1", 2, 75.5), (2, "P-3", "P-3", 2, 75.5), (4, "P-4", "P-4", 1, 30),
        # Half of the weight is too little for a mean, and what does not count makes none.
        (None, "P-5", "P-5", 0, None), (None, "P-6", "P-6", 0, None),
    ]
    assert formulas["A3"].value == "=RANK(E3,$E$2:$E$5)"
    chosen = "'Scores'!$A$2:$A$10,B3,'Scores'!$N$2:$N$10,\"yes\""
    assert formulas["D3"].value == f"=COUNTIFS({chosen})"
    assert formulas["E3"].value == f"=ROUND(AVERAGEIFS('Scores'!$K$2:$K$10,{chosen}),2)"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_workbook_is_written_in_every_language(language):
    formulas, _ = sheets(language)

    assert formulas.worksheets[0]["B2"].value == "=HYPERLINK(1)"
    assert formulas.worksheets[0]["B2"].data_type == "s"
    assert bool(formulas.worksheets[0].sheet_view.rightToLeft) is (language == "ar")
