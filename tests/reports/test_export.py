"""The exported scores let anyone come to our totals."""

import csv
import io
import re
from decimal import Decimal

import openpyxl
import pytest

from nominations.domain.scoring import review_score, rounded
from nominations.reports.export import MarkSet, scores_csv, scores_xlsx
from tests.reports import samples

SETS = (
    MarkSet("NHA-2025-P-0001", "=HYPERLINK(1)", "Projects", "First round", "A",
            {"technical": 8, "impact": 7, "innovation": 6, "management": 9, "example": 5}, {"technical": "-1 reason"},
            "shortlist", "submitted", True, samples.NOW),
    MarkSet("NHA-2025-P-0002", "خان الورّاقين", "Projects", "First round", "B", {"technical": 7, "impact": 8}, {},
            "reserve", "draft", False),
    MarkSet("NHA-2025-P-0003", "Empty", "Projects", "First round", "C", {}, {}, "", "not started", False),
)


def sheets(language="en"):
    content = scores_xlsx(samples.criteria(language), SETS, language, "Scores", samples.NOW)
    return (openpyxl.load_workbook(io.BytesIO(content), data_only=only) for only in (False, True))


def test_a_row_holds_raw_marks_total_words_and_reasons():
    content = b"".join(scores_csv(samples.criteria("en"), SETS, "en")).decode("utf-8-sig")
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

    for row, each in enumerate(SETS[:2], start=2):
        computed = _compute(formulas["Scores"][f"K{row}"].value, formulas["Scores"], weights)
        ours = rounded(review_score(each.marks, samples.WEIGHTS).value)
        assert computed == ours == Decimal(str(values["Scores"][f"K{row}"].value)).quantize(Decimal("0.01"))
    assert formulas["Scores"]["K4"].value is None


def _compute(formula, sheet, weights):
    """Our own reading of the formula: ROUND((sum of products)/(sum of weights marked)*100/10,2)."""
    points, whole = re.fullmatch(r"=ROUND\(\((.+)\)/\((.+)\)\*100/10,2\)", formula).groups()
    marks = [pair.split("*") for pair in points.split("+")]
    top = sum((sheet[cell].value or 0) * weights[weight] for cell, weight in marks)
    counted = re.findall(r"ISNUMBER\((\w+)\)\*([^+]+)", whole)
    weight = sum(weights[weight] for cell, weight in counted if sheet[cell].value is not None)
    return rounded(Decimal(top * 10) / weight)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_workbook_is_written_in_every_language(language):
    formulas, _ = sheets(language)

    assert formulas.worksheets[0]["B2"].value == "=HYPERLINK(1)"
    assert formulas.worksheets[0]["B2"].data_type == "s"
    assert bool(formulas.worksheets[0].sheet_view.rightToLeft) is (language == "ar")
