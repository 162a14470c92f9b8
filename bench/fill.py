"""Fills an empty data folder with an edition under full load: many files, every score sheet, a ledger that verifies."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bench import files, people, reviews
from bench.chain import Chain
from bench.files import Ground
from nominations.core import database, schema
from nominations.core.adapters import clock
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.settings import Settings, config_folder, load_settings
from nominations.core.work import Work
from nominations.editions.adapters import folder
from nominations.editions.queries import editions
from nominations.editions.services.editions import open_edition

CODE = "natavan-2025"
SEED = 2025
# In the middle of the first round: nominations are closed, scores are coming in.
NOW = datetime(2026, 1, 10, 12, 0, tzinfo=UTC)
OPENED = datetime(2025, 12, 25, 0, 0, tzinfo=UTC)


def settings_of(folder: Path, database_url: str = "") -> Settings:
    """The settings of a measured folder: a demonstration, so that its clock can be set."""
    settings = load_settings(folder, {}, {"mode": "demonstration", "database_url": database_url})
    clock.set_demonstration_time(settings, NOW)
    return settings


@dataclass(frozen=True, slots=True)
class Shape:
    """How full: nominations, score sheets, finished drafts that can still be handed in; `only` one category."""

    nominations: int = 1_000
    assessments: int = 5_000
    drafts: int = 0
    all_eligible: bool = False
    only: str = ""
    reviewers: int = people.REVIEWERS


def fill_folder(folder: Path, shape: Shape, database_url: str = "") -> Settings:
    """The settings of a folder that is filled, now or at an earlier run."""
    is_there = (folder / "filled").exists()
    settings = settings_of(folder, database_url)
    if not is_there:
        fill(settings, shape)
        (folder / "filled").touch()
    return settings


def fill(settings: Settings, shape: Shape) -> None:
    """Everything in one transaction after the edition was opened; the same rows at every run."""
    engine, chance = database.connect(settings.database_url), Random(SEED)
    schema.upgrade(engine)
    edition = folder.read_folder(config_folder() / "editions" / CODE)
    with database.open_session(engine, writes=True) as session:
        before = edition.opens() - timedelta(days=1)
        row = open_edition(Work(session, Actor(None, Role.SYSTEM), before, settings), edition)
    with database.open_session(engine, writes=True) as session, session.begin():
        there = people.fill(session, chance, edition, row.id, before, shape.reviewers)
        closes_at = editions.load_closing(session, row.id).enforced
        ground, chain = Ground(session, chance, edition, row.id, there, closes_at), Chain(session, chance, CODE)
        filed = files.fill(ground, chain, shape.nominations, all_eligible=shape.all_eligible, only=shape.only)
        reviews.fill(ground, chain, filed, shape.assessments, OPENED)
        files.drafts(ground, chain, shape.drafts)
        chain.write()
    engine.dispose()
