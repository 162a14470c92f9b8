"""Reads uploaded tables in CSV: any usual separator, with headings in the first line."""

import csv
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from nominations.core.rules.errors import DomainError
from nominations.core.rules.text.stored_text import refused_characters
from nominations.documents.reports.tables import plain_text
from nominations.documents.rules.table_heads import read_head
from nominations.documents.rules.table_text import decode_table

_SEPARATORS = ",;\t|"
_SEPARATOR_LINE = re.compile(r'\s*"?sep=([,;\t|])"?[\r\n]', re.IGNORECASE)
# A title, a date and blank lines at the most.
_MOST_ABOVE = 10


@dataclass(frozen=True, slots=True)
class Wrong:
    """An error in a line of a table; line 1 holds the headings, 0 stands for the file as a whole."""

    line: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class BadTable(DomainError):
    """The table has errors; nothing of it was saved."""

    def __init__(self, wrongs: list[Wrong]) -> None:
        super().__init__(f"{len(wrongs)} lines cannot be taken")
        self.wrongs = wrongs


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of a table, and its rows, each with the line that it begins in. Missing cells and empty rows are
    left out."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def read_table(content: bytes, *, needed: Collection[str], most_bytes: int, most_rows: int) -> Table:
    """The table with its headings in lower case and without the apostrophes of `safe_text`. Raises `BadTable`."""
    if len(content) > most_bytes:
        raise BadTable([Wrong(0, "too_large", {"most": most_bytes})])
    text = decode_table(content)
    if text is None:
        raise BadTable([Wrong(0, "not_utf8")])
    if not text.strip() or refused_characters(text.replace("\r", "")):
        raise BadTable([Wrong(0, "not_a_table")])
    lines = _find_heads(text, set(needed))
    if not lines:
        raise BadTable([Wrong(1, "no_heads", {"heads": ", ".join(needed)})])
    heads = tuple(map(_read_head, lines[0][1]))
    if repeated := next((head for head in heads if head and heads.count(head) > 1), ""):
        raise BadTable([Wrong(1, "head_twice", {"head": repeated[:60]})])
    if len(lines) > most_rows:
        raise BadTable([Wrong(0, "too_many_rows", {"most": most_rows})])
    return Table(heads, tuple(
        (line, {head: plain_text(cell) for head, cell in zip(heads, row, strict=False) if head})
        for line, row in lines[1:] if any(cell.strip() for cell in row)
    ))


def _read_head(cell: str) -> str:
    return read_head(plain_text(cell))


def _find_heads(text: str, needed: set[str]) -> list[tuple[int, list[str]]]:
    """The rows from the one that names the columns, parted by the separator by which it does; [] without such a row.

    Spreadsheets put blank lines or a title above the heads, and Excel a line that names the separator.
    """
    named = _SEPARATOR_LINE.match(text)
    bad: BadTable | None = None
    for separator in named[1] if named else _SEPARATORS:
        try:
            lines = _split_rows(text, separator)
        except BadTable as error:
            bad = bad or error
            continue
        for place, (_line, row) in enumerate(lines[:_MOST_ABOVE]):
            if needed <= set(map(_read_head, row)):
                return lines[place:]
    if bad is not None:
        raise bad
    return []


def _split_rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines, line = [], 1
    try:
        for row in reader:
            lines.append((line, row))
            line = reader.line_num + 1
    except csv.Error:
        raise BadTable([Wrong(reader.line_num, "not_a_table")]) from None
    return lines
