"""The scoring report as PDF, made as the worker makes it, beside WeasyPrint alone on the same HTML."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pikepdf import Pdf
from sqlalchemy import select

from bench import fill
from bench.fill import Shape
from nominations.core import database
from nominations.core.adapters import clock
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.settings import Settings, load_settings
from nominations.core.tables import Account, Round
from nominations.core.work import Work
from nominations.documents.adapters.render import POOL, VOLUME, render_pdf
from nominations.ranking.reports import score_tables

FILES = (50, 500)
_SECONDS = 900
_BARE = """
import resource, sys
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse
from nominations.documents.adapters.pdf import fetch_own
class Own(URLFetcher):
    def fetch(self, url, headers=None):
        content, kind = fetch_own(url)
        return URLFetcherResponse(url, content, {"Content-Type": kind})
HTML(string=sys.stdin.read(), url_fetcher=Own()).write_pdf()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Report:
    """One report: seconds from asking to bytes, the child's peak in megabytes, and both for the bare rendering."""

    files: int
    pages: int
    collect_seconds: float
    seconds: float
    peak: float
    bare_seconds: float
    bare_peak: float


def measure(folder: Path) -> list[Report]:
    """A category of 50 files and one of 500, three reviews each."""
    reports = []
    for count in FILES:
        shape = Shape(count, count * 3, all_eligible=True, only="project")
        settings = fill.fill_folder(folder / f"report-{count}", shape)
        done = subprocess.run(
            [sys.executable, "-m", "bench.printing", str(settings.data)], stdout=subprocess.PIPE, check=True, text=True,
            timeout=_SECONDS,
        )
        reports.append(Report(count, **json.loads(done.stdout)))
    return reports


def _one(settings: Settings) -> dict[str, float]:
    """Run in a separate process, with its own PDF worker pool."""
    began = time.perf_counter()
    html = _html(settings)
    collected = time.perf_counter() - began
    render_pdf("<!doctype html><html lang=en><title>t</title><p>The press is set up.")
    began = time.perf_counter()
    pdf = render_pdf(html, limits=VOLUME)
    seconds, peak = time.perf_counter() - began, POOL.peak / 1024
    began = time.perf_counter()
    bare = subprocess.run([sys.executable, "-c", _BARE], input=html.encode(), stdout=subprocess.PIPE, check=True,
                          timeout=_SECONDS)
    return {"pages": len(Pdf.open(BytesIO(pdf)).pages), "collect_seconds": collected, "seconds": seconds, "peak": peak,
            "bare_seconds": time.perf_counter() - began, "bare_peak": int(bare.stdout) / 1024}


def _html(settings: Settings) -> str:
    engine = database.connect(settings.database_url)
    with database.open_session(engine) as session:
        head = session.scalars(select(Account.id).where(Account.email == "head@example.org")).one()
        round_id = session.scalars(select(Round.id).where(Round.category == "project")).one()
        work = Work(session, Actor(head, Role.HEAD, fill.CODE), clock.make_clock(settings)(), settings)
        return score_tables.render_scoring_report(work, round_id, "en", False)[0]


if __name__ == "__main__":
    json.dump(_one(load_settings(Path(sys.argv[1]))), sys.stdout)
