"""The figures as plain tables, for the terminal and for bench/figures.md."""

from collections.abc import Iterable, Iterator, Sequence

from bench.exports import Export
from bench.load import Measured
from bench.papers import Paper
from bench.printing import Report
from bench.start import Start

RATIO, MEMORY_MB = 3.0, 350


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns under each other, the first one to the left and the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()


_WIDTHS = (30, 7, 8, 8, 8, 6, 6, 5, 6, 8)


def pages(found: Iterable[Measured], statements: dict[str, tuple[int, int]]) -> Iterator[str]:
    """Milliseconds at the median and for nineteen of twenty, beside the bare page; statements for 60 and 1,000 rows.

    Line by line, because the measurement takes minutes.
    """
    yield _line(("page", "at once", "ms", "p95", "bare ms", "ratio", "failed", "KB", "SQL 60", "SQL 1000"))
    for each in found:
        one, thousand = statements.get(each.page, (0, 0))
        yield _line((
            each.page, str(each.at_once), f"{each.real.median:.1f}", f"{each.real.p95:.1f}", f"{each.floor.median:.1f}",
            f"{each.ratio:.1f}" + ("" if each.ratio <= RATIO else "!"), str(each.real.failed),
            f"{each.real.octets / 1024:.0f}", str(one), str(thousand) + ("" if one == thousand else "!"),
        ))
    yield f"A ratio over {RATIO:g} and a number of statements that grows are marked with !"


def _line(cells: Sequence[str]) -> str:
    first, *others = zip(cells, _WIDTHS, strict=True)
    return first[0].ljust(first[1]) + "".join("  " + cell.rjust(width) for cell, width in others)


def exports(found: Iterable[Export]) -> Iterator[str]:
    rows = [("export", "s", "bare s", "KB", "limit")]
    for each in found:
        over = each.limit is not None and each.seconds > each.limit
        rows.append((
            each.name, f"{each.seconds:.2f}" + ("!" if over else ""), "" if each.floor is None else f"{each.floor:.2f}",
            f"{each.octets / 1024:.0f}", "" if each.limit is None else f"{each.limit:g}",
        ))
    yield from aligned(rows)


def papers(found: Iterable[Paper]) -> Iterator[str]:
    rows = [("paper", "a second", "KB")]
    rows += [(each.name, f"{each.a_second:.2f}", f"{each.octets / 1024:.0f}") for each in found]
    yield from aligned(rows)


def reports(found: Iterable[Report]) -> Iterator[str]:
    rows = [("scoring report", "pages", "reading s", "PDF s", "peak MB", "bare s", "bare MB", "ratio")]
    for each in found:
        rows.append((
            f"of {each.files} files", str(each.pages), f"{each.collect_seconds:.2f}", f"{each.seconds:.1f}",
            f"{each.peak:.0f}", f"{each.bare_seconds:.1f}", f"{each.bare_peak:.0f}",
            f"{each.seconds / each.bare_seconds:.2f}",
        ))
    yield from aligned(rows)


def start(found: Start) -> Iterator[str]:
    yield f"importing nominations.app: {found.import_seconds:.2f} s"
    heavy = ", ".join(f"{name} (by {who})" for name, who in sorted(found.heavy.items()))
    yield f"heavy imports of a web process at its start: {heavy or 'none'}"
    yield f"from the command to the first answer: {found.first_answer_seconds:.2f} s"
    each = ", ".join(f"{name} {megabytes:.0f}" for name, megabytes in found.memory)
    over = "" if found.megabytes <= MEMORY_MB else " !"
    yield f"memory at rest (PSS): {found.megabytes:.0f} MB of {MEMORY_MB} MB{over} ({each})"
