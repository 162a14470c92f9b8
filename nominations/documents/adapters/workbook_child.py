"""Reads one uploaded workbook in a child process with limits of memory and time, so that nothing else can be harmed.

Run by `workbook_reader` with limits of memory, processor time and size. Takes the workbook on standard input and writes
the rows of every sheet whose first row names its columns: cells as [kind, text], a formula never as a value.
"""

import io
import json
import sys
import zipfile
from typing import Any, BinaryIO

from nominations.core.adapters import sandbox

MARK = "assignment"  # the column by which a sheet of rows is recognised


def read_pages(file: BinaryIO, limits: dict[str, int]) -> list[list[dict[str, list[str]]]]:
    """The rows of each sheet, by the column names in its first row. Raises `OverflowError` beyond the limits."""
    import openpyxl

    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if len(members) > limits["members"] or sum(member.file_size for member in members) > limits["unpacked"]:
            raise OverflowError
    book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
    return [page_rows for page in book.worksheets[: limits["pages"]] if (page_rows := _read_sheet(page, limits))]


def _read_sheet(page: Any, limits: dict[str, int]) -> list[dict[str, list[str]]]:
    page.reset_dimensions()  # the size that the sheet states may be wrong
    names: list[str] = []
    rows = []
    for number, row in enumerate(page.iter_rows(max_col=limits["columns"]), start=1):
        if number > limits["rows"]:
            raise OverflowError
        cells = [_describe_cell(value) for value in row]
        if number == 1:
            names = [text for _kind, text in cells]
            if MARK not in names:
                return []
        elif any(text for _kind, text in cells):
            named_cells = {name: cell for name, cell in zip(names, cells, strict=False) if name}
            # The second row repeats the names of the columns for people.
            if named_cells[MARK][1] != MARK:
                rows.append(named_cells | {"": ["n", str(number)]})
    return rows


def _describe_cell(cell: Any) -> list[str]:
    value = cell.value
    if value is None:
        return ["", ""]
    if cell.data_type == "f":
        return ["f", "="]
    if isinstance(value, bool) or cell.data_type == "e":
        return ["x", str(value)]
    if isinstance(value, int | float):
        return ["n", str(int(value)) if value == int(value) else repr(value)]
    return ["s" if isinstance(value, str) else "x", str(value)]


def main() -> None:
    """Write the sheets or the fault to standard output as JSON."""
    from xml.etree.ElementTree import ParseError

    memory, cpu_seconds, limits = sys.argv[1:]
    sandbox.limit_process(int(memory), int(cpu_seconds))
    try:
        answer: dict[str, Any] = {"pages": read_pages(io.BytesIO(sys.stdin.buffer.read()), json.loads(limits))}
    except OverflowError:
        answer = {"fault": "too_much_inside"}
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, EOFError, IndexError,
            NotImplementedError, OSError, SyntaxError):
        answer = {"fault": "no_sheet"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
