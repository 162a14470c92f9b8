"""Writes a table as CSV or XLSX."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from nominations.core.language import current_language
from nominations.documents.reports.tables import Cell, Sheet, SheetColumn, write_csv, write_xlsx

Rows = Iterable[Sequence[Cell]]
WRITERS: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_table(
    form: str, title: str, columns: tuple[SheetColumn, ...], rows: Rows, made_at: datetime
) -> Iterator[bytes]:
    """The table in blocks of bytes, as CSV or as a workbook of one sheet in the current language."""
    write: Callable[..., Iterator[bytes]] = _csv if form == "csv" else _xlsx
    return write(title, columns, rows, made_at)


def _csv(title: str, columns: tuple[SheetColumn, ...], rows: Rows, made_at: datetime) -> Iterator[bytes]:
    return write_csv(columns, rows)


def _xlsx(title: str, columns: tuple[SheetColumn, ...], rows: Rows, made_at: datetime) -> Iterator[bytes]:
    return iter((write_xlsx((Sheet(title, columns, rows),), title, current_language(), made_at=made_at),))
