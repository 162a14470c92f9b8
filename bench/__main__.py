"""`python -m bench [PART ...] [--write]`: fill, measure, print; all parts without any."""

import argparse
import os
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cached_property
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
from nominations.app import create_app
from nominations.core import database
from nominations.core.settings import Settings
from nominations.editions.queries import editions

_FIGURES = Path(__file__).parent / "figures.md"
_PART = re.compile(r"^## (\w+)\n\n```\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Measure the parts named on the command line, or all of them, and print their figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    asked.add_argument("--write", action="store_true", help="write bench/figures.md too")
    asked.add_argument("--data", type=Path, help="keep what is filled in this folder, and use what is there")
    given = asked.parse_args()
    # When the process is terminated, its servers are ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parts = given.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        asked.error(f"There is no part {', '.join(sorted(unknown))}.")
    measured: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        filled = _Filled(given.data or Path(temporary))
        for part in (name for name in PARTS if name in parts):
            for line in PARTS[part](filled):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
                measured.setdefault(part, []).append(line)
            sys.stdout.write("\n")
    if given.write:
        _write(measured)


def _write(measured: dict[str, list[str]]) -> None:
    """Write the measured parts into bench/figures.md; the others are left unchanged."""
    before = _FIGURES.read_text("utf-8") if _FIGURES.exists() else ""
    written = dict(_PART.findall(before)) | {part: "\n".join(lines) for part, lines in measured.items()}
    parts = "".join(f"\n## {part}\n\n```\n{written[part]}\n```\n" for part in PARTS if part in written)
    _FIGURES.write_text(f"# Figures\n\nWritten by `python -m bench [PART ...] --write` on two cores.\n{parts}", "utf-8")


def _stage(settings: Settings) -> Stage:
    app = create_app(settings)
    with database.open_session(app.extensions["engine"], writes=True) as session, session.begin():
        pinned = editions.load_opened(session, fill.CODE)
        return stage(session, app, pinned.edition, fill.NOW)


class _Filled:
    """The folders that parts measure on, each filled when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def full(self) -> Settings:
        """1,000 nominations, and as many drafts as the pages write on."""
        return fill.fill_folder(self.folder / "full", Shape(drafts=sum(map(load.drafts_needed, PAGES)) + 40),
                           os.environ.pop("NOMINATIONS_DATABASE_URL", ""))

    @cached_property
    def few(self) -> Settings:
        """Sixty nominations: few, but every reviewer has cards of each state, as in a full edition."""
        return fill.fill_folder(self.folder / "few", Shape(60, 300, drafts=8))


def _pages(filled: _Filled) -> Iterator[str]:
    counted = statements.count(_stage(filled.few)), statements.count(_stage(filled.full))
    both = {name: (counted[0][name][0], counted[1][name][0]) for name in counted[1]}
    return figures.pages(load.measure(filled.full, _stage(filled.full)), both)


def _panel(filled: _Filled) -> Iterator[str]:
    settings = panel.fill_folder(filled.folder)
    return panel.lines(settings, _stage(settings))


PARTS: dict[str, Callable[[_Filled], Iterator[str]]] = {
    "pages": _pages,
    "exports": lambda filled: figures.exports(exports.measure(filled.full, _stage(filled.full))),
    "start": lambda filled: figures.start(start.measure(filled.full)),
    "uploads": lambda filled: uploads.lines(uploads.measure(filled.full)),
    "papers": lambda filled: figures.papers(papers.measure(filled.full)),
    "panel": _panel,
    "routing": lambda _: routing.lines(),
    "packs": lambda filled: packs.lines(packs.measure(filled.folder)),
    "analysis": lambda _: analysing.lines(analysing.measure()),
    "reports": lambda filled: figures.reports(printing.measure(filled.folder)),
    "sheets": lambda filled: sheets.lines(sheets.measure(filled.folder)),
    "tables": lambda _: tables.lines(tables.measure()),
}


if __name__ == "__main__":
    main()
