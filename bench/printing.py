"""The scoring report as PDF, made as the worker makes it, beside WeasyPrint alone on the same HTML."""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bench import fill
from bench.fill import Shape
from nominations import db
from nominations import settings as configuration
from nominations.adapters import clock
from nominations.adapters.render import VOLUME, render_pdf
from nominations.domain.policy import Actor
from nominations.domain.vocabulary import Role
from nominations.models import Account, Round
from nominations.reports import scored
from nominations.settings import Settings
from nominations.work import Work

FILES = (50, 500)
_SECONDS = 900
_BARE = """
import sys, time
began = time.perf_counter()
from weasyprint import HTML
from nominations.adapters.pdf import fetched
def fetch(url, *rest, **more):
    content, kind = fetched(url)
    return {"string": content, "mime_type": kind}
pdf = HTML(string=sys.stdin.read(), url_fetcher=fetch).write_pdf()
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
    found = []
    for count in FILES:
        settings = fill.settings_of(folder / f"report-{count}")
        fill.fill(settings, Shape(count, count * 3, all_eligible=True, only="project"))
        done = subprocess.run(
            [sys.executable, "-m", "bench.printing", str(settings.data)], stdout=subprocess.PIPE, check=True, text=True,
            timeout=_SECONDS,
        )
        found.append(Report(count, **json.loads(done.stdout)))
    return found


def _one(settings: Settings) -> dict[str, float]:
    """In a process of its own, whose children are these two only."""
    began = time.perf_counter()
    html = _html(settings)
    collected = time.perf_counter() - began
    began = time.perf_counter()
    pdf = render_pdf(html, limits=VOLUME)
    seconds, peak = time.perf_counter() - began, _children()
    began = time.perf_counter()
    # Bare last: peaks only grow, and this one is the smaller.
    bare = subprocess.Popen([sys.executable, "-c", _BARE], stdin=subprocess.PIPE)
    bare.communicate(html.encode(), _SECONDS)
    return {"pages": pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page"), "collect_seconds": collected,
            "seconds": seconds, "peak": peak, "bare_seconds": time.perf_counter() - began, "bare_peak": _children()}


def _html(settings: Settings) -> str:
    engine = db.connect(settings.database_url)
    with db.open_session(engine) as session:
        head = session.scalars(select(Account.id).where(Account.email == "head@example.org")).one()
        round_id = session.scalars(select(Round.id).where(Round.category == "project")).one()
        work = Work(session, Actor(head, Role.HEAD, fill.CODE), clock.clock(settings)(), settings)
        return scored.scoring_document(work, round_id, "en", False)[0]


def _children() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    json.dump(_one(configuration.load(Path(sys.argv[1]))), sys.stdout)
