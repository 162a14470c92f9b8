"""Fills a demonstration by its command; what is drawn and printed for it is made once, whatever stages are filled.

    python -m tests.support.demonstration DATA STAGE DRAWINGS

The pictures and papers are the same at every stage, byte for byte, and drawing them takes three quarters of the time.
The papers that everybody may have are printed as the worker would print them: else the worker of each server did it.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from nominations import cli, worker
from nominations.core import database
from nominations.core.adapters import clock
from nominations.core.settings import load_settings
from nominations.core.work import Work
from nominations.demo import fill
from nominations.demo.attachments import Attachment, render_contents
from nominations.demo.prepared_files import Made
from nominations.editions.rules.edition import Category, Edition
from nominations.official_form.reports import public_papers
from nominations.official_form.services.public_papers import list_wanted, make_paper

PRINT = public_papers.render_paper


def load_or_render(drawings: Path, wanted: Iterable[Attachment]) -> Iterator[tuple[Made, bytes]]:
    """What `contents` makes, in its order: taken from the folder where it is there already, and put there else."""
    files = list(wanted)
    with closing(render_contents(file for file in files if not _place(drawings, file.made).exists())) as drawn:
        for thing in dict.fromkeys(file.made for file in files):
            place = _place(drawings, thing)
            if not place.exists():
                made, content = next(drawn)
                assert made == thing
                place.write_bytes(content)
            yield thing, place.read_bytes()


def print_papers(data: Path) -> None:
    """Make every public paper."""
    settings = load_settings(data, {})
    engine = database.connect(settings.database_url)
    with database.open_session(engine, writes=True) as session:
        work = Work(session, worker.SYSTEM, clock.make_clock(settings)(), settings)
        for paper in list_wanted(work):
            make_paper(work, paper)
    engine.dispose()


def load_or_print(drawings: Path, edition: Edition, category: Category, kind: str, language: str, *rest: Any) -> bytes:
    """The public paper, of which only the printed address differs from one server to another."""
    place = _place(drawings, (edition.code, category.key, kind, language))
    if not place.exists():
        place.write_bytes(PRINT(edition, category, kind, language, *rest))
    return place.read_bytes()


def _place(drawings: Path, thing: object) -> Path:
    return drawings / hashlib.sha256(repr(thing).encode()).hexdigest()


if __name__ == "__main__":
    data, stage, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    folder.mkdir(exist_ok=True)
    fill.fill = partial(fill.fill, maker=partial(load_or_render, folder))
    public_papers.render_paper = partial(load_or_print, folder)
    cli.group(["demo", "--data", str(data), "--stage", stage], standalone_mode=False)
    print_papers(data)
