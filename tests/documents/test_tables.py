"""Exported tables are complete: no cell is a formula, numbers stay numbers, and texts can be read back."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from nominations.documents.reports.tables import (
    Formula,
    Sheet,
    SheetColumn,
    plain_text,
    safe_text,
    sheet_name,
    write_csv,
    write_xlsx,
)

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://127.0.0.1\")", "\t=1+1", "\r=1+1",
    "\n=1+1", " =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", "\u202e=1+1", "=1+1", "+1", "-2+3",
    "@x", "\tplain", "\rplain", "-", "--1", "+", "=", "'=1+1", "\x00=1",
)
PLAIN = (
    "", "word", "-5", "-5.25", "12", "1=1", "a@b.example", "قره باغ", "'quoted'", "Xəyali İpək", "€ 5", "a\nb", "“=1”",
)


def read_csv(blocks):
    content = b"".join(blocks)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_might_run_begins_with_an_apostrophe(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_and_negative_numbers_are_left_alone(text):
    assert safe_text(text) == text


@pytest.mark.parametrize("text", FORMULAS + PLAIN)
def test_the_apostrophe_can_be_taken_away_again(text):
    assert plain_text(safe_text(text)) == text


def test_a_csv_is_read_back_as_it_was_written():
    rows = [[text, Decimal("-2.50"), 7, None, True, date(2026, 1, 5), datetime(2026, 1, 5, 9, tzinfo=UTC)]
            for text in FORMULAS + PLAIN if "\x00" not in text]

    head, *back = read_csv(write_csv([SheetColumn("الرقم")] + [SheetColumn("x")] * 6, rows))

    assert head[0] == "الرقم"
    assert [plain_text(row[0]) for row in back] == [row[0] for row in rows]
    assert back[0][1:] == ["-2.50", "7", "", "yes", "2026-01-05", "2026-01-05T09:00:00Z"]


def test_a_long_csv_comes_in_blocks():
    blocks = list(write_csv([SheetColumn("x")], (["word " * 50] for _ in range(3_000))))

    assert len(blocks) > 3
    assert len(read_csv(blocks)) == 3_001


def workbook(*rows, language="en", columns=("a", "b")):
    sheet = Sheet("Table", [SheetColumn(label, number_format="0.00") for label in columns], rows)
    return write_xlsx([sheet], "A title", language, author="ICESCO", made_at=datetime(2026, 1, 5, 9, tzinfo=UTC))


def test_every_text_in_a_workbook_is_a_text():
    texts = [text for text in FORMULAS + PLAIN if text.isprintable() and text]
    book = openpyxl.load_workbook(io.BytesIO(workbook(*([text, 1] for text in texts))))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]

    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}


def test_numbers_and_dates_keep_their_type():
    instant, day = datetime(2026, 1, 5, 9, 30, tzinfo=UTC), date(2026, 1, 6)
    book = openpyxl.load_workbook(io.BytesIO(workbook([Decimal("-72.50"), instant], [7, day])))

    assert [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)] == [
        [-72.5, datetime(2026, 1, 5, 9, 30)], [7, datetime(2026, 1, 6)],
    ]


@pytest.mark.parametrize(("language", "right_to_left"), [("en", False), ("fr", False), ("ar", True)])
def test_a_sheet_reads_in_the_direction_of_its_language(language, right_to_left):
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(["x", 1], language=language))).active

    assert bool(sheet.sheet_view.rightToLeft) is right_to_left
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B2")


def test_a_workbook_says_what_it_is_and_has_no_outside_parts():
    content = workbook(["=1+1", "http://127.0.0.1/"])
    properties = openpyxl.load_workbook(io.BytesIO(content)).properties

    assert (properties.title, properties.creator) == ("A title", "ICESCO")
    assert not [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "external" in name.lower()]


def test_an_empty_table_is_a_head():
    assert openpyxl.load_workbook(io.BytesIO(workbook())).active.max_row == 1
    assert read_csv(write_csv([SheetColumn("a")], [])) == [["a"]]


def test_a_formula_of_ours_carries_its_value():
    content = workbook([2, Formula("=A2*2", Decimal("4.00"))])

    assert openpyxl.load_workbook(io.BytesIO(content)).active["B2"].value == "=A2*2"
    assert openpyxl.load_workbook(io.BytesIO(content), data_only=True).active["B2"].value == 4


@pytest.mark.parametrize(("name", "kept"), [
    ("Projects: first/second?", "Projects  first second"), ("x" * 40, "x" * 31), ("''", "1"), ("المشاريع", "المشاريع"),
])
def test_a_sheet_gets_a_name_that_excel_takes(name, kept):
    assert sheet_name(name) == kept


@pytest.mark.parametrize("row", [("a",), ("a", "b", "c"), ()])
def test_a_row_of_another_length_is_refused(row):
    columns, rows = (SheetColumn("one"), SheetColumn("two")), [("a", None), row]

    with pytest.raises(ValueError, match="2 heads"):
        b"".join(write_csv(columns, rows))
    with pytest.raises(ValueError, match="2 heads"):
        write_xlsx((Sheet("sheet", columns, rows),), "title", "en")


def test_an_empty_cell_keeps_its_place():
    columns = tuple(SheetColumn(head) for head in "abc")

    assert read_csv(write_csv(columns, [("x", None, "z"), ("", "", "")])) == [["a", "b", "c"], ["x", "", "z"], [""] * 3]
