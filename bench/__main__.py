"""`python -m bench [PART ...] [--write]`: fill, measure, print; all parts without any."""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import (
    analysing,
    exports,
    figures,
    fill,
    load,
    packs,
    panel,
    papers,
    printing,
    routing,
    sheets,
    start,
    statements,
    tables,
    uploads,
)
from bench.fill import Shape
from bench.pages import PAGES, Stage, stage
from nominations import db
from nominations.app import create_app
from nominations.queries import editions
from nominations.settings import Settings

PARTS = ("pages", "exports", "analysis", "reports", "papers", "start", "uploads", "routing", "packs", "panel", "sheets",
         "tables")
_FIGURES = Path(__file__).parent / "figures.md"


def main() -> None:
    """Fill two folders, a full one and one with two nominations, and measure what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    asked.add_argument("--write", action="store_true", help="write bench/figures.md too")
    asked.add_argument("--data", type=Path, help="keep what is filled in this folder, and use what is there")
    given = asked.parse_args()
    # Ended from outside, it ends its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parts = given.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        asked.error(f"There is no part {', '.join(sorted(unknown))}.")
    lines = []
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        for line in _measured(given.data or Path(temporary), parts):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            lines.append(line)
    if given.write:
        told = "\n".join(lines)
        _FIGURES.write_text(f"# Figures\n\nWritten by `python -m bench --write`.\n\n```\n{told}\n```\n", "utf-8")


def _measured(folder: Path, parts: tuple[str, ...]) -> Iterator[str]:
    if "routing" in parts:
        yield from routing.lines()
        yield ""
    if "analysis" in parts:
        yield from analysing.lines(analysing.measure())
        yield ""
    if "packs" in parts:
        yield from packs.lines(packs.measure(folder))
        yield ""
    if "panel" in parts:
        settings = panel.filled(folder)
        yield from panel.lines(settings, _stage(settings))
        yield ""
    if "tables" in parts:
        yield from tables.lines(tables.measure())
        yield ""
    if "reports" in parts:
        yield from figures.reports(printing.measure(folder))
        yield ""
    if "sheets" in parts:
        yield from sheets.lines(sheets.measure(folder))
        yield ""
    if set(parts) <= {"routing", "analysis", "packs", "panel", "tables", "reports", "sheets"}:
        return
    full = fill.filled(folder / "full", Shape(drafts=sum(map(load.drafts_needed, PAGES)) + 40),
                   os.environ.pop("NOMINATIONS_DATABASE_URL", ""))
    if "pages" in parts:
        # Two nominations, and a reviewer who has both.
        few = fill.filled(folder / "few", Shape(2, 28, drafts=8))
        counted = statements.count(_stage(few)), statements.count(_stage(full))
        both = {name: (counted[0][name][0], counted[1][name][0]) for name in counted[1]}
        yield from figures.pages(load.measure(full, _stage(full)), both)
        yield ""
    if "exports" in parts:
        yield from figures.exports(exports.measure(full, _stage(full)))
        yield ""
    if "uploads" in parts:
        yield from uploads.lines(uploads.measure(full))
        yield ""
    if "papers" in parts:
        yield from figures.papers(papers.measure(full))
        yield ""
    if "start" in parts:
        yield from figures.start(start.measure(full))


def _stage(settings: Settings) -> Stage:
    app = create_app(settings)
    with db.open_session(app.extensions["engine"], writes=True) as session, session.begin():
        pinned = editions.opened(session, fill.CODE)
        return stage(session, app, pinned.edition, fill.NOW)


if __name__ == "__main__":
    main()
