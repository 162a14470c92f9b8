"""Renders a register: any table with a title and notes."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from nominations.documents.reports.frame import Front, render_html

Value = str | int | Decimal | date | datetime | None
MOST_COLUMNS_UPRIGHT = 6
MOST_CHARACTERS_UPRIGHT = 100  # of a printed line


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column; `typed` marks texts that people wrote, which have their own direction, `digits` is the number of
    decimals.

    `width` is its share of the line relative to the widths of the other columns; with 0 in all, the content decides.
    """

    label: str
    typed: bool = False
    digits: int | None = None
    width: int = 0


@dataclass(frozen=True, slots=True)
class TableReport:
    """A register to print; `wide` ones are printed on landscape pages."""

    front: Front
    title: str
    under: str
    columns: tuple[PrintedColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    summary: str = ""
    notes: tuple[str, ...] = ()

    @property
    def shares(self) -> tuple[int, ...]:
        """The share of each column in the line, in percent with a sum of at most 100; empty where the content
        decides."""
        whole = sum(column.width for column in self.columns)
        return tuple(100 * column.width // whole for column in self.columns) if whole else ()

    @property
    def wide(self) -> bool:
        characters = sum(column.width for column in self.columns)
        return len(self.columns) > MOST_COLUMNS_UPRIGHT or characters > MOST_CHARACTERS_UPRIGHT


def render_register(report: TableReport, language: str) -> str:
    """The register as HTML in `language`."""
    return render_html("register.html", language, report=report, front=report.front, kind=kind)


def kind(value: Value) -> str:
    """How a cell is formatted: `empty`, `number`, `instant`, `day` or `text`. Raises `TypeError`."""
    match value:
        case None | "":
            return "empty"
        case bool() | str():
            return "text"
        case int() | Decimal():
            return "number"
        case datetime():
            return "instant"
        case date():
            return "day"
    raise TypeError(f"A register cannot print {type(value).__name__}")
