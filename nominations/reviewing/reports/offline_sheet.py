"""The offline sheet as a workbook: a page of instructions, then a page per category with a row per file.

Reference, title and country are locked; scores and choices are lists; hidden, sealed columns identify a row, so that a
changed or foreign row is noticed when the sheet is uploaded.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nominations.core.language import direction
from nominations.documents.reports.tables import LONGEST_CELL, sheet_name
from nominations.reviewing.rules.cards import CHOICES, TEXTS, TypedCard
from nominations.reviewing.rules.offline import HIDDEN

ROWS_OF_HEAD = 2  # the names of the columns, hidden; what people read


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One file's row. `hidden` holds the values of the hidden columns in their order."""

    reference: str
    title: str
    countries: str
    card: TypedCard
    hidden: Sequence[str | int]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One category: its criteria as (key, name, may be left out), and its rows."""

    name: str
    criteria: Sequence[tuple[str, str, bool]]
    rows: Sequence[SheetRow]


@dataclass(frozen=True, slots=True)
class Labels:
    """What people read: heads of columns by name, words of the lists by column and value, lines of the first page."""

    heads: Mapping[str, str]
    score: Callable[[str], str]
    reason: Callable[[str], str]
    words: Mapping[str, Mapping[str, str]]
    left_out: str
    instructions: Sequence[str]
    first_page: str
    title: str
    wrong_score: str


def as_xlsx(pages: Sequence[SheetPage], labels: Labels, language: str, made_at: datetime) -> bytes:
    """The workbook, right to left where the language is."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    })
    with book:
        # No name of a person in the properties: a sheet may get lost.
        book.set_properties({
            "title": labels.title, "author": "", "created": made_at.astimezone(UTC).replace(tzinfo=None),
        })
        writer = _Writer(book, labels, right_to_left=direction(language) == "rtl")
        writer.instructions()
        for page in pages:
            writer.page(page)
    return content.getvalue()


class _Writer:
    def __init__(self, book: Any, labels: Labels, *, right_to_left: bool) -> None:
        self.book, self.labels, self.right_to_left = book, labels, right_to_left
        top = {"valign": "top", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 1, "locked": True, **top})
        self.locked = book.add_format({"locked": True, "font_color": "#5c4a3d", **top})
        # Text stays text, whatever it looks like; a score is a number.
        self.text = book.add_format({"locked": False, "num_format": "@", **top})
        self.score = book.add_format({"locked": False, "num_format": "0", "align": "center", "valign": "top"})

    def _added(self, name: str) -> Any:
        page = self.book.add_worksheet(sheet_name(name))
        if self.right_to_left:
            page.right_to_left()
        return page

    def instructions(self) -> None:
        page = self._added(self.labels.first_page)
        page.set_column(0, 0, 100)
        page.write_string(0, 0, self.labels.title, self.title)
        for number, line in enumerate(self.labels.instructions, start=2):
            page.write_string(number, 0, line, self.locked)
        page.protect("")

    def page(self, page: SheetPage) -> None:
        sheet, columns = self._added(page.name), self._columns(page)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(ROWS_OF_HEAD, 2)
        for place, (name, label, width, _kind) in enumerate(columns):
            sheet.set_column(place, place, width, None, {"hidden": name in HIDDEN})
            sheet.write_string(0, place, name, self.head)
            sheet.write_string(1, place, label, self.head)
        for number, row in enumerate(page.rows, start=ROWS_OF_HEAD):
            for place, (column, value) in enumerate(zip(columns, self._values(page, row), strict=True)):
                self._cell(sheet, number, place, column[3], value)
        last = ROWS_OF_HEAD + max(len(page.rows), 1) - 1
        for place, (name, _label, _width, _kind) in enumerate(columns):
            self._list(sheet, place, last, name, page)
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": False})

    def _columns(self, page: SheetPage) -> list[tuple[str, str, int, str]]:
        heads = self.labels.heads
        columns = [("reference", heads["reference"], 20, "locked"), ("title", heads["title"], 34, "locked"),
                 ("countries", heads["countries"], 18, "locked")]
        for key, name, _none in page.criteria:
            columns += [(f"score-{key}", self.labels.score(name), 12, "score"),
                      (f"reason-{key}", self.labels.reason(name), 34, "text")]
        columns += [(name, heads[name], 40, "text") for name in TEXTS]
        columns += [(name, heads[name], 18, "text") for name in CHOICES]
        return [*columns, *((name, name, 4, "locked") for name in HIDDEN)]

    def _values(self, page: SheetPage, row: SheetRow) -> list[str | int]:
        card = row.card
        values: list[str | int] = [row.reference, row.title, row.countries]
        for key, _name, _none in page.criteria:
            score = card.scores.get(key, "")
            values += [int(score) if score.isdigit() else self.labels.left_out if score else ""]
            values += [card.reasons.get(key, "")]
        values += [card.texts()[name] for name in TEXTS]
        values += [self.labels.words[name].get(card.choices()[name], "") for name in CHOICES]
        return [*values, *row.hidden]

    def _cell(self, sheet: Any, row: int, place: int, kind: str, value: str | int) -> None:
        how = {"locked": self.locked, "score": self.score, "text": self.text}[kind]
        if value == "":
            sheet.write_blank(row, place, None, how)
        elif isinstance(value, int):
            sheet.write_number(row, place, value, how)
        else:
            sheet.write_string(row, place, value[:LONGEST_CELL], how)

    def _list(self, sheet: Any, place: int, last: int, name: str, page: SheetPage) -> None:
        """The choices of a column, as the spreadsheet offers them."""
        offered: list[str | int] = []
        if name.startswith("score-"):
            none = next(none for key, _label, none in page.criteria if name == f"score-{key}")
            offered = [*range(11), *([self.labels.left_out] if none else [])]
        elif name in CHOICES:
            offered = [str(word) for value, word in self.labels.words[name].items() if value]
        if offered:
            sheet.data_validation(ROWS_OF_HEAD, place, last, place, {
                "validate": "list", "source": offered, "error_title": self.labels.title[:32],
                "error_message": self.labels.wrong_score[:255],
            })
