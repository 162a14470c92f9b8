"""Reads uploaded tables in CSV: any usual separator, with headings in the first line."""

import codecs
import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from nominations.core.rules.errors import DomainError
from nominations.core.rules.text.stored_text import refused_characters
from nominations.documents.reports.tables import plain_text

_SEPARATORS = ",;\t"


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
    text = _decode(content)
    if not text.strip() or refused_characters(text.replace("\r", "")):
        raise BadTable([Wrong(0, "not_a_table")])
    lines = _split_rows(text)
    heads = tuple(plain_text(name).strip().casefold() for name in lines[0][1])
    if set(needed) - set(heads):
        raise BadTable([Wrong(1, "no_heads", {"heads": ", ".join(needed)})])
    if repeated := next((head for head in heads if head and heads.count(head) > 1), ""):
        raise BadTable([Wrong(1, "head_twice", {"head": repeated[:60]})])
    if len(lines) > most_rows:
        raise BadTable([Wrong(0, "too_many_rows", {"most": most_rows})])
    return Table(heads, tuple(
        (line, {head: plain_text(cell) for head, cell in zip(heads, row, strict=False) if head})
        for line, row in lines[1:] if any(cell.strip() for cell in row)
    ))


def _decode(content: bytes) -> str:
    """The content as text: UTF-8, or UTF-16 with its byte order mark, which spreadsheets write for "text" files."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise BadTable([Wrong(0, "not_utf8")]) from None


def _split_rows(text: str) -> list[tuple[int, list[str]]]:
    head = text.lstrip("\r\n").splitlines()[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=head.count), strict=True)
    lines, line = [], 1
    try:
        for row in reader:
            lines.append((line, row))
            line = reader.line_num + 1
    except csv.Error:
        raise BadTable([Wrong(reader.line_num, "not_a_table")]) from None
    return lines
