"""The content of a register: columns and rows, and their conversion to a spreadsheet and to a printed table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nominations.core.language import gettext as _
from nominations.documents.reports import register, tables
from nominations.documents.reports.register import Value
from nominations.documents.reports.tables import Cell

_LEAST, _WIDEST = 6, 34  # characters between which the width of a printed column lies
_INSTANT = 15  # characters of a date above a time
_BETWEEN = 2  # characters for the space beside a word
_LINE = 150  # characters of a printed line on a landscape page


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its width in characters. Values of an `instant` column are in UTC in spreadsheets, and in the
    award's time zone in print.

    A column that is not `printed` is in the spreadsheet only.
    """

    label: str
    width: int = 16
    instant: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class PrintedRegister:
    """A register to print; `left` names the columns that were left out because they are empty."""

    columns: tuple[register.PrintedColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterContent:
    """The columns and rows of a register, in the current language."""

    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    # Sentences printed below the table.
    notes: tuple[str, ...] = ()

    def for_spreadsheet(self) -> tuple[tuple[tables.SheetColumn, ...], Iterable[Sequence[Cell]]]:
        """All columns, with headings that say which values are in UTC, and the rows."""
        heads = tuple(
            tables.SheetColumn(_("%(what)s (UTC)", what=column.label) if column.instant else column.label, column.width)
            for column in self.columns
        )
        return heads, self.rows

    def for_paper(self) -> PrintedRegister:
        """The printed columns that are not empty, with widths that fit their content; without rows, all of them."""
        rows = [tuple(row) for row in self.rows]
        shown = [number for number, column in enumerate(self.columns)
                if column.printed and (not rows or any(row[number] not in (None, "") for row in rows))]
        parts = _fit_widths([_measure_column(self.columns[number], [row[number] for row in rows]) for number in shown])
        heads = tuple(
            register.PrintedColumn(self.columns[number].label, width=part)
            for number, part in zip(shown, parts, strict=True)
        )
        left = tuple(
            column.label for number, column in enumerate(self.columns) if column.printed and number not in shown
        )
        return PrintedRegister(heads, tuple(tuple(row[number] for number in shown) for row in rows), left)


def _measure_column(column: Column, values: Sequence[Value]) -> tuple[int, int]:
    """The width at which no word of a column is broken, and the preferred width, in characters."""
    if column.instant:
        return _INSTANT, _INSTANT
    texts = [column.label, *(str(value) for value in values if value is not None)]
    word = max(_measure_word(word) for text in texts for word in text.split() or [""])
    needs = max(_LEAST, min(word + _BETWEEN, _WIDEST))
    return needs, max(needs, min(column.width, max(map(len, texts)), _WIDEST))


def _measure_word(word: str) -> int:
    """The length of a word in characters of running text: four capitals or digits are as wide as five letters."""
    return len(word) + sum(letter.isupper() or letter.isdigit() for letter in word) // 4


def _fit_widths(parts: Sequence[tuple[int, int]]) -> list[int]:
    """The width of each column: the preferred one where the line has room, else the least and a share of the rest."""
    needs, likes = sum(need for need, _ in parts), sum(like for _, like in parts)
    share = min(1.0, max(0.0, (_LINE - needs) / max(1, likes - needs)))
    return [round(need + (like - need) * share) for need, like in parts]
