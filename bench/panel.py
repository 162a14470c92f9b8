"""Sixty reviewers before a thousand files: looking for conflicts, a proposal as the worker makes it, their pages."""

import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from bench import fill
from bench.pages import Stage
from nominations.conflicts.steps import findings
from nominations.core import database
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.settings import Settings
from nominations.core.tables import Finding, Plan, Round
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.routing.queries.panel import Choices
from nominations.routing.services import plans

SHAPE = fill.Shape(1_000, 3_000, all_eligible=True, only="project", reviewers=60)
LIMIT_SECONDS, LIMIT_MS, TIMES = 60.0, 1_000, 5
_HEAD = Actor(None, Role.HEAD, fill.CODE, "the bench")


def fill_folder(folder: Path) -> Settings:
    """A thousand files of one category, three reviewers each."""
    return fill.fill_folder(folder / "panel", SHAPE)


def lines(settings: Settings, on: Stage) -> Iterator[str]:
    """Seconds of the slow work beside its limit, milliseconds of the pages beside theirs."""
    yield f"{'1,000 files x 60 reviewers':44} {'takes':>10} {'limit':>8}  figures"
    engine = database.connect(settings.database_url)
    with database.open_session(engine, writes=True) as session:
        work = Work(session, _HEAD, fill.NOW, settings)
        edition_id = editions.load_opened(session, fill.CODE).id
        round_id = session.scalars(select(Round.id).where(Round.category == "project")).one()
        session.rollback()
        spent, _fresh = _time(lambda: _look_for_conflicts(work, edition_id))
        count = session.scalar(select(func.count()).select_from(Finding))
        session.rollback()
        yield f"{'looking for conflicts, the whole edition':44} {spent:8.2f} s {LIMIT_SECONDS:6.0f} s  {count:,} found"
        spent, plan_id = _time(lambda: plans.make_plan_now(work, round_id, Choices(4, country_cap=None)))
        outcome = session.get_one(Plan, plan_id).result.get("outcome", "no answer in time")
        session.rollback()
        yield f"{'a fourth reader for each file, as a job':44} {spent:8.2f} s {LIMIT_SECONDS:6.0f} s  {outcome}"
    engine.dispose()
    places = {"board": ("assignments", {}), "loads": ("assignments", {"view": "loads"}),
              "proposals": ("plans", {"round_id": round_id}), "a proposal": ("plan", {"plan_id": plan_id}),
              "progress": ("progress", {}), "conflict desk": ("conflicts", {})}
    for name, (endpoint, values) in places.items():
        yield _page(on, name, on.ask(on.head, Role.HEAD, f"secretariat.{endpoint}", **values))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"{'peak of all of this in one process':44} {peak:7.0f} MB"


def _look_for_conflicts(work: Work, edition_id: UUID) -> int:
    with work.transaction():
        return findings.renew_findings(work, edition_id)


def _page(on: Stage, name: str, request: dict) -> str:
    spent, size = [], 0
    for _ in range(TIMES):
        began = time.monotonic()
        answer = on.app.test_client(use_cookies=False).get(request["path"], headers=request["headers"])
        spent.append((time.monotonic() - began) * 1000)
        size = len(answer.get_data())
        if answer.status_code != 200:
            raise AssertionError(f"{name}: {answer.status_code}")
    return f"{name:44} {statistics.median(spent):7.0f} ms {LIMIT_MS:5} ms  {size / 1024:,.0f} KB"


def _time(act) -> tuple[float, object]:
    began = time.monotonic()
    result = act()
    return time.monotonic() - began, result
