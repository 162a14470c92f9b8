"""What a register is: columns, rows, and how both become a spreadsheet's table and a printed one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nominations.core.language import gettext as _
from nominations.documents.reports import register, tables
from nominations.documents.reports.register import Value
from nominations.documents.reports.tables import Cell

_LEAST, _WIDEST = 6, 34  # characters that count for a column's part of a printed line
_INSTANT = 15  # a day over an hour
_BETWEEN = 2  # what the space beside a word takes
_LINE = 150  # characters of a printed line on a page that lies


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and its width in characters. `instant`: UTC in spreadsheets, the award's zone on paper.

    What is not `printed` stands in the spreadsheet only, where there is room.
    """

    label: str
    width: int = 16
    instant: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class PrintedRegister:
    """A register on paper; `left` names the columns that are left out because nothing stands in them."""

    columns: tuple[register.PrintedColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterContent:
    """A register collected: its columns and rows, in the language of the moment."""

    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    # Sentences below the printed table.
    notes: tuple[str, ...] = ()

    def for_spreadsheet(self) -> tuple[tuple[tables.SheetColumn, ...], Iterable[Sequence[Cell]]]:
        """Every column; instants say that they are UTC."""
        heads = tuple(
            tables.SheetColumn(_("%(what)s (UTC)", what=column.label) if column.instant else column.label, column.width)
            for column in self.columns
        )
        return heads, self.rows

    def for_paper(self) -> PrintedRegister:
        """The printed columns in which anything stands, each as wide as its content asks; an empty list keeps all."""
        rows = [tuple(row) for row in self.rows]
        shown = [number for number, column in enumerate(self.columns)
                if column.printed and (not rows or any(row[number] not in (None, "") for row in rows))]
        parts = _fit_widths([_part(self.columns[number], [row[number] for row in rows]) for number in shown])
        heads = tuple(
            register.PrintedColumn(self.columns[number].label, width=part)
            for number, part in zip(shown, parts, strict=True)
        )
        left = tuple(
            column.label for number, column in enumerate(self.columns) if column.printed and number not in shown
        )
        return PrintedRegister(heads, tuple(tuple(row[number] for number in shown) for row in rows), left)


def _part(column: Column, values: Sequence[Value]) -> tuple[int, int]:
    """What a column needs of the line so that no word of it is broken, and what it would like, in characters."""
    if column.instant:
        return _INSTANT, _INSTANT
    texts = [column.label, *(str(value) for value in values if value is not None)]
    word = max(_length(word) for text in texts for word in text.split() or [""])
    needs = max(_LEAST, min(word + _BETWEEN, _WIDEST))
    return needs, max(needs, min(column.width, max(map(len, texts)), _WIDEST))


def _length(word: str) -> int:
    """In characters of running text: four capitals or digits, as in a reference, take the room of five letters."""
    return len(word) + sum(letter.isupper() or letter.isdigit() for letter in word) // 4


def _fit_widths(parts: Sequence[tuple[int, int]]) -> list[int]:
    """What each column gets: what it likes where the line has room, else what it needs and a share of the rest."""
    needs, likes = sum(need for need, _ in parts), sum(like for _, like in parts)
    share = min(1.0, max(0.0, (_LINE - needs) / max(1, likes - needs)))
    return [round(need + (like - need) * share) for need, like in parts]
