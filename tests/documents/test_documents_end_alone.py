"""A document that takes too long or too much ends alone, whoever makes it: its job has failed and says what to do."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from nominations.core.adapters import sandbox
from nominations.core.adapters.sandbox import MEGABYTE
from nominations.core.rules.vocabulary import JobState
from nominations.core.services import jobs
from nominations.core.tables import Assignment, Document, Job
from nominations.documents.adapters import render
from nominations.documents.kinds import KINDS
from nominations.documents.reports.edition_reports import EDITION_REPORTS
from nominations.documents.services import documents
from nominations.documents.texts import FAILURES
from nominations.ranking.services import manage_rounds
from nominations.reviewing.services import certificates
from tests.documents.test_documents import worker
from tests.support import routing

pytestmark = pytest.mark.both_databases

OF_ROUNDS = ("scoring", "archive", "sheet", "sheets", "agenda")
OF_FILES = ("nomination", "receipt", "dossier")
OF_EDITION = (*EDITION_REPORTS, "dossiers", "own_reviews")
PACKS = ("pack", "pack_files")
WITHOUT_PAGES = ("my_data",)  # a ZIP of what is there, written piece by piece


def ask_for(world, kind: str) -> Document:
    """Any document of this kind."""
    file, round_ = world.nomination("eligible"), world.round()
    if kind == "agenda":
        manage_rounds.close_round(world.work("head"), round_.id)
    if kind in OF_ROUNDS:
        of = {"round_id": round_.id} | ({"nomination_id": file.id} if kind == "sheet" else {})
        return documents.ask_for_document(world.work("head"), kind, language="en", **of)
    if kind in ("nomination", "receipt"):
        return documents.ask_for_document(
            world.work("owner"), kind, language="en", nomination_id=file.id, choices={"number": 1}
        )
    if kind == "dossier":
        return documents.ask_for_document(world.work("head"), kind, language="en", nomination_id=file.id)
    if kind in PACKS:
        return documents.ask_for_document(world.work("assigned"), kind, language="en", round_id=round_.id,
                             choices={"files": [str(file.id)]})
    if kind == "certificate":
        return certificates.certify(world.work("head"), world.person("assigned").id, language="en")
    choices = {"category": "project"} if kind == "dossiers" else {}
    person = "assigned" if kind == "own_reviews" else "head"
    return documents.ask_for_document(world.work(person), kind, language="en", choices=choices)


@pytest.fixture
def scored(world):
    with world.session(writes=True) as session:
        of = session.scalars(select(Assignment).where(Assignment.reviewer_id == world.person("assigned").id)).one()
        routing.assessment(session, of, 9, 8, 7)
        session.commit()
    return world


def run_job(world, job_id: UUID) -> Job:
    jobs.run_job(worker(world), job_id)
    with world.session() as session:
        return session.get_one(Job, job_id)


def limit_children(monkeypatch, **tight) -> None:
    """Every child gets these limits, whatever its caller gives it."""
    run, printed = sandbox.run_child, render.POOL.run
    monkeypatch.setattr(sandbox, "run_child", lambda module, arguments, content, limits, failed: run(
        module, arguments, content, replace(limits, **tight), failed
    ))
    monkeypatch.setattr(render.POOL, "run", lambda task, content, limits, failed: printed(
        task, content, replace(limits, **tight), failed
    ))


def test_every_kind_of_document_is_tried_here():
    assert {*OF_ROUNDS, *OF_FILES, *OF_EDITION, *PACKS, *WITHOUT_PAGES, "certificate"} == set(KINDS)


@pytest.mark.parametrize("kind", [*OF_ROUNDS, *OF_FILES, *OF_EDITION, *PACKS, "certificate"])
def test_a_document_that_takes_too_long_has_failed_and_says_what_to_do(scored, monkeypatch, kind):
    limit_children(monkeypatch, wall_seconds=0.001)

    document = ask_for(scored, kind)
    job = run_job(scored, document.job_id)

    assert (job.state, job.trouble) == (JobState.FAILED, "time")
    assert "Ask for it again" in str(FAILURES[job.trouble])
    with scored.session() as session:
        assert session.get_one(Document, document.id).sha256 is None


@pytest.mark.parametrize("kind", ["scoring", "archive", "statistics", "dossier", "pack", "nomination"])
def test_a_document_that_needs_too_much_memory_has_failed_and_the_next_one_is_made(scored, monkeypatch, kind):
    with monkeypatch.context() as patch:
        limit_children(patch, memory=60 * MEGABYTE)
        job = run_job(scored, ask_for(scored, kind).job_id)

    assert (job.state, job.trouble) == (JobState.FAILED, "memory")
    assert run_job(scored, ask_for(scored, kind).job_id).state is JobState.DONE
