"""The figures as plain tables, for the terminal and for bench/figures.md."""

from collections.abc import Iterable, Iterator, Sequence

from bench.exports import Export
from bench.load import Measured
from bench.papers import Paper
from bench.printing import Report
from bench.start import Start

RATIO, MEMORY_MB = 3.0, 350


def align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns under each other, the first one to the left and the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()


_WIDTHS = (30, 7, 8, 8, 8, 6, 6, 5, 6, 8)


def pages(measured: Iterable[Measured], statements: dict[str, tuple[int, int]]) -> Iterator[str]:
    """Milliseconds at the median and for nineteen of twenty, beside the bare page; statements for 60 and 1,000 rows.

    Line by line, because the measurement takes minutes.
    """
    yield _line(("page", "at once", "ms", "p95", "bare ms", "ratio", "failed", "KB", "SQL 60", "SQL 1000"))
    for page in measured:
        one, thousand = statements.get(page.page, (0, 0))
        yield _line((
            page.page, str(page.at_once), f"{page.real.median:.1f}", f"{page.real.p95:.1f}", f"{page.floor.median:.1f}",
            f"{page.ratio:.1f}" + ("" if page.ratio <= RATIO else "!"), str(page.real.failed),
            f"{page.real.octets / 1024:.0f}", str(one), str(thousand) + ("" if one == thousand else "!"),
        ))
    yield f"A ratio over {RATIO:g} and a number of statements that grows are marked with !"


def _line(cells: Sequence[str]) -> str:
    first, *others = zip(cells, _WIDTHS, strict=True)
    return first[0].ljust(first[1]) + "".join("  " + cell.rjust(width) for cell, width in others)


def exports(measured: Iterable[Export]) -> Iterator[str]:
    rows = [("export", "s", "bare s", "KB", "limit")]
    for export in measured:
        over = export.limit is not None and export.seconds > export.limit
        rows.append((
            export.name, f"{export.seconds:.2f}" + ("!" if over else ""),
            "" if export.floor is None else f"{export.floor:.2f}",
            f"{export.octets / 1024:.0f}", "" if export.limit is None else f"{export.limit:g}",
        ))
    yield from align(rows)


def papers(measured: Iterable[Paper]) -> Iterator[str]:
    rows = [("paper", "a second", "KB")]
    rows += [(paper.name, f"{paper.a_second:.2f}", f"{paper.octets / 1024:.0f}") for paper in measured]
    yield from align(rows)


def reports(measured: Iterable[Report]) -> Iterator[str]:
    rows = [("scoring report", "pages", "reading s", "PDF s", "peak MB", "bare s", "bare MB", "ratio")]
    for report in measured:
        rows.append((
            f"of {report.files} files", str(report.pages), f"{report.collect_seconds:.2f}", f"{report.seconds:.1f}",
            f"{report.peak:.0f}", f"{report.bare_seconds:.1f}", f"{report.bare_peak:.0f}",
            f"{report.seconds / report.bare_seconds:.2f}",
        ))
    yield from align(rows)


def start(measured: Start) -> Iterator[str]:
    yield f"importing nominations.app: {measured.import_seconds:.2f} s"
    heavy = ", ".join(f"{name} (by {who})" for name, who in sorted(measured.heavy.items()))
    yield f"heavy imports of a web process at its start: {heavy or 'none'}"
    yield f"from the command to the first answer: {measured.first_answer_seconds:.2f} s"
    parts = ", ".join(f"{name} {megabytes:.0f}" for name, megabytes in measured.memory)
    over = "" if measured.megabytes <= MEMORY_MB else " !"
    yield f"memory at rest (PSS): {measured.megabytes:.0f} MB of {MEMORY_MB} MB{over} ({parts})"
