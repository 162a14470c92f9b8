"""Measures XLSX of 5,000 rows and CSV of 50,000 beside the bare writers, each in a separate process."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bench.figures import align

XLSX_ROWS, CSV_ROWS = 5_000, 50_000
_MARKS = (8, 7, 6, 9, 5)


@dataclass(frozen=True, slots=True)
class Table:
    """One way to write: seconds, and the peak of its process in megabytes."""

    name: str
    seconds: float
    peak: float


def measure() -> Iterator[Table]:
    """Measure each format twice: by the application, then by the library alone with the same cells."""
    for way in ("ours-xlsx", "bare-xlsx", "ours-csv", "bare-csv"):
        done = subprocess.run([sys.executable, "-m", "bench.tables", way], stdout=subprocess.PIPE, check=True,
                              timeout=300)
        yield Table(**json.loads(done.stdout))


def lines(measured: Iterator[Table]) -> Iterator[str]:
    """As a table."""
    rows = [("table", "seconds", "peak MB")]
    rows += [(table.name, f"{table.seconds:.2f}", f"{table.peak:.0f}") for table in measured]
    yield from align(rows)


def _row(number: int) -> Sequence[object]:
    return (f"NHA-2025-P-{number:04d}", "قصر الرمال: خان على درب الحجاج", "Projects", "First round", "A", *_MARKS,
            Decimal("72.50"), "Shortlist", "Submitted", "yes", *("Each repair is documented and can be undone.",) * 5)


def _ours_xlsx() -> None:
    from nominations.documents.reports.frame import Criterion
    from nominations.ranking.reports.score_table import MarkSet, render_xlsx

    keys = "abcde"
    criteria = tuple(Criterion(key, key, 20) for key in keys)
    sets = (
        MarkSet(row[0], row[1], row[2], row[3], row[4], dict(zip(keys, _MARKS, strict=True)),
                dict(zip(keys, row[14:], strict=True)), row[11], row[12], True)
        for row in map(_row, range(XLSX_ROWS))
    )
    render_xlsx(criteria, sets, "en", "Scores")


def _bare_xlsx() -> None:
    import io

    import xlsxwriter

    with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True, "in_memory": False}) as book:
        sheet = book.add_worksheet()
        for number in range(XLSX_ROWS):
            for column, value in enumerate(_row(number)):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write_number(number, column, value)


def _ours_csv() -> None:
    from nominations.documents.reports.tables import SheetColumn, write_csv

    for _ in write_csv([SheetColumn("x")] * len(_row(0)), map(_row, range(CSV_ROWS))):
        pass


def _bare_csv() -> None:
    import csv
    import os

    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        csv.writer(nowhere).writerows(map(_row, range(CSV_ROWS)))


_WAYS = {
    "ours-xlsx": (f"XLSX of {XLSX_ROWS:,} sets of marks, with formulas", _ours_xlsx),
    "bare-xlsx": (f"XlsxWriter alone, {XLSX_ROWS:,} rows", _bare_xlsx),
    "ours-csv": (f"CSV of {CSV_ROWS:,} rows", _ours_csv),
    "bare-csv": (f"csv.writer alone, {CSV_ROWS:,} rows", _bare_csv),
}


if __name__ == "__main__":
    title, write = _WAYS[sys.argv[1]]
    began = time.perf_counter()
    write()
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"name": title, "seconds": seconds, "peak": peak}, sys.stdout)
