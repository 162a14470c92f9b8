"""Score sheets per second as the worker makes them, on one core and on both, beside WeasyPrint alone in one process."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bench import fill
from bench.figures import align
from bench.fill import Shape
from nominations.core import database
from nominations.core.adapters import clock, sandbox
from nominations.core.adapters.sandbox import Limits
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.settings import Settings
from nominations.core.tables import Account, Nomination, Round
from nominations.core.work import Work
from nominations.documents.adapters import render
from nominations.ranking.reports import score_tables

SHEETS = 24
# All sheets one after the other in a process that has WeasyPrint loaded; between them a line of its own.
_BARE = """
import sys, time
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse
from nominations.documents.adapters.pdf import fetch_own
class Own(URLFetcher):
    def fetch(self, url, headers=None):
        content, kind = fetch_own(url)
        return URLFetcherResponse(url, content, {"Content-Type": kind})
pages = sys.stdin.read().split("\\f")
HTML(string=pages[0], url_fetcher=Own()).write_pdf(pdf_variant="pdf/ua-1")
began = time.perf_counter()
for page in pages:
    HTML(string=page, url_fetcher=Own()).write_pdf(pdf_variant="pdf/ua-1")
print(len(pages) / (time.perf_counter() - began))
"""


@dataclass(frozen=True, slots=True)
class Sheets:
    """Sheets per second by way of making them, and the peak of a child in megabytes (0: not measured)."""

    name: str
    a_second: float
    peak: float = 0


def measure(folder: Path) -> Iterator[Sheets]:
    """The score sheets of a category of fifty files, three reviews each."""
    settings = fill.fill_folder(folder / "report-50", Shape(50, 150, all_eligible=True, only="project"))
    pages = _pages(settings)
    bare = subprocess.run([sys.executable, "-c", _BARE], input="\f".join(pages).encode(), stdout=subprocess.PIPE,
                          check=True, timeout=600)
    yield Sheets("WeasyPrint alone, loaded, one process", float(bare.stdout))
    own = [page.encode() for page in pages[:4]]
    began = time.perf_counter()
    for page in own:
        sandbox.run_child("nominations.documents.adapters.render", ["pdf/ua-1"], page, Limits(), render.RenderingFailed)
    yield Sheets("a fresh child for each", len(own) / (time.perf_counter() - began))
    render.render_pdf(pages[0])
    for cores in (1, min(2, os.cpu_count() or 1)):
        began = time.perf_counter()
        with ThreadPoolExecutor(cores) as threads:
            list(threads.map(render.render_pdf, pages))
        a_second = len(pages) / (time.perf_counter() - began)
        yield Sheets(f"the press, {cores} at once", a_second, render.POOL.peak / 1024)


def lines(measured: Iterator[Sheets]) -> Iterator[str]:
    """As a table."""
    rows = [("score sheets", "a second", "peak MB")]
    rows += [(way.name, f"{way.a_second:.2f}", f"{way.peak:.0f}" if way.peak else "") for way in measured]
    yield from align(rows)


def _pages(settings: Settings) -> list[str]:
    engine = database.connect(settings.database_url)
    with database.open_session(engine) as session:
        head = session.scalars(select(Account.id).where(Account.email == "head@example.org")).one()
        round_id = session.scalars(select(Round.id).where(Round.category == "project")).one()
        work = Work(session, Actor(head, Role.HEAD, fill.CODE), clock.make_clock(settings)(), settings)
        chosen = session.scalars(select(Nomination.id).order_by(Nomination.reference).limit(SHEETS)).all()
        return [score_tables.render_score_sheet(work, round_id, file_id, "en", False)[0] for file_id in chosen]
