"""What a register is: columns, rows, and how both become a spreadsheet's table and a printed one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nominations.language import gettext as _
from nominations.reports import register, tables
from nominations.reports.tables import Cell

_WIDEST = 34  # characters that count for a column's part of a printed line


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
class Listed:
    """A register collected: its columns and rows, in the language of the moment."""

    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]

    def for_spreadsheet(self) -> tuple[tuple[tables.Column, ...], Iterable[Sequence[Cell]]]:
        """Every column; instants say that they are UTC."""
        heads = tuple(
            tables.Column(_("%(what)s (UTC)", what=each.label) if each.instant else each.label, each.width)
            for each in self.columns
        )
        return heads, self.rows

    def for_paper(self) -> tuple[tuple[register.Column, ...], tuple[tuple[Cell, ...], ...]]:
        """The printed columns."""
        printed = [each for each in self.columns if each.printed]
        heads = tuple(register.Column(each.label, width=min(each.width, _WIDEST)) for each in printed)
        return heads, tuple(self._printed())

    def _printed(self) -> Iterator[tuple[Cell, ...]]:
        for row in self.rows:
            yield tuple(value for value, column in zip(row, self.columns, strict=True) if column.printed)
