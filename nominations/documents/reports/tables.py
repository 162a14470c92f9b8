"""Writes tables as CSV or XLSX, so that a spreadsheet runs nothing in them, changes nothing and reads every script."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from nominations.core.language import direction

if TYPE_CHECKING:
    from xlsxwriter import Workbook

BYTE_ORDER_MARK = "\ufeff".encode()
BLOCK = 65_536  # characters collected before they are passed on as bytes
LONGEST_CELL = 32_767  # characters that Excel allows in a cell

Value = str | int | float | Decimal | bool | date | datetime | None

_FORMULA_STARTS = frozenset("=+-@")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading, its width in characters, and the format of its numbers."""

    label: str
    width: int = 16
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with its current value, for programs that do not calculate."""

    text: str
    value: Decimal | float | str


Cell = Value | Formula


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Cell]]


def write_csv(columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The table in UTF-8 with a byte order mark, in blocks; texts are made safe by `safe_text`."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([safe_text(column.label) for column in columns])
    yield BYTE_ORDER_MARK
    for row in _whole_rows(columns, rows):
        writer.writerow([_csv_value(value) for value in row])
        if buffer.tell() > BLOCK:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def _whole_rows(columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """The rows; one with a cell too few or too many would stand under the wrong heads without a word."""
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"A row has {len(row)} cells where there are {len(columns)} heads.")
        yield row


def safe_text(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet might take it for a formula.

    A plain negative number is left as it is. `plain_text` removes the apostrophe again.
    """
    return f"'{text}" if _might_run(text.lstrip("'")) else text


def plain_text(text: str) -> str:
    """The text that `safe_text` was applied to."""
    return text[1:] if text.startswith("'") and _might_run(text.lstrip("'")) else text


def _might_run(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula, even behind blanks, invisible marks or in full width."""
    # Most texts begin with a letter or a digit, none of which is a variant of a formula sign.
    if not text or text[0].isalnum() or _PLAIN_NUMBER.match(text):
        return False
    if text[0] in "\t\r\n":
        return True
    first = next((mark for mark in text if not mark.isspace() and unicodedata.category(mark) not in ("Cf", "Cc")), "")
    return unicodedata.normalize("NFKC", first)[:1] in _FORMULA_STARTS if first else False


def _csv_value(value: Cell) -> str | int | float | Decimal:
    match value:
        case None:
            return ""
        case Formula():
            return _csv_value(value.value)
        case bool():
            return "yes" if value else "no"
        case str():
            return safe_text(value)
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
    return value


def write_xlsx(
    sheets: Sequence[Sheet], title: str, language: str, author: str = "", made_at: datetime | None = None
) -> bytes:
    """A workbook with frozen headings, filters and typed cells, from right to left where the language is.

    Strings are written as strings, whatever they look like. Instants are in UTC, because spreadsheets have no time
    zones; the headings of such columns should say so.
    """
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {
        "constant_memory": True, "in_memory": False, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd",
    })
    with book:
        properties = {"title": title, "author": author, "comments": ""}
        book.set_properties(properties | ({"created": made_at.astimezone(UTC).replace(tzinfo=None)} if made_at else {}))
        writer = _Writer(book, direction(language) == "rtl")
        for sheet in sheets:
            writer.write(sheet)
    return content.getvalue()


class _Writer:
    """Writes sheets into one workbook, with shared formats."""

    def __init__(self, book: "Workbook", right_to_left: bool) -> None:
        self.book, self.right_to_left = book, right_to_left
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self.text = book.add_format({"valign": "top", "text_wrap": True})
        self.instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})

    def write(self, sheet: Sheet) -> None:
        """Add the sheet with its headings, rows and filter."""
        page = self.book.add_worksheet(sheet_name(sheet.name))
        if self.right_to_left:
            page.right_to_left()
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        for number, column in enumerate(sheet.columns):
            page.set_column(number, number, column.width)
            page.write_string(0, number, column.label, self.head)
        formats = [self.book.add_format({"num_format": column.number_format or "General", "valign": "top"})
                   for column in sheet.columns]
        last = 0
        for last, row in enumerate(_whole_rows(sheet.columns, sheet.rows), start=1):
            for number, value in enumerate(row):
                self._cell(page, last, number, value, formats[number])
        if sheet.columns:
            page.autofilter(0, 0, last, len(sheet.columns) - 1)

    def _cell(self, page, row: int, number: int, value: Cell, number_format) -> None:
        match value:
            case None | "":
                return
            case Formula():
                shown = float(value.value) if isinstance(value.value, Decimal) else value.value
                page.write_formula(row, number, value.text, number_format, shown)
            case bool():
                page.write_boolean(row, number, value)
            case str():
                page.write_string(row, number, value[:LONGEST_CELL], self.text)
            case datetime():
                page.write_datetime(row, number, value.astimezone(UTC).replace(tzinfo=None), self.instant)
            case date():
                page.write_datetime(row, number, value, self.day)
            case _:
                page.write_number(row, number, value, number_format)


def sheet_name(text: str) -> str:
    """A name that Excel accepts: at most 31 characters, none of []:*?/\\, no apostrophe at its ends."""
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:31].strip("' ") or "1"
