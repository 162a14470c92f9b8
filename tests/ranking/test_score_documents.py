"""Documents of rounds and dossiers: asked for, made by the worker, in the eyes of whom they are for."""

import hashlib
import io
import zipfile

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import JobState, Refusal
from nominations.core.services import jobs
from nominations.core.tables import Assignment, Document, Job, StoredFile, Submission
from nominations.core.work import Work
from nominations.documents.services import documents
from nominations.files.adapters.store import files
from nominations.ranking.services import manage_rounds
from tests.support import make, routing

pytestmark = pytest.mark.both_databases


def run_job(world, document) -> tuple[Job, Document]:
    """The worker does the document's job."""
    work = Work(world.session(writes=True), make.SYSTEM, world.clock(), world.settings)
    jobs.run_job(work, document.job_id)
    work.session.close()
    with world.session() as session:
        return session.get(Job, document.job_id), session.get(Document, document.id)


def content(world, document) -> bytes:
    return b"".join(files(world.settings).open(document.sha256))


@pytest.fixture
def scored_round(world):
    with world.session(writes=True) as session:
        of = session.scalars(select(Assignment).where(Assignment.reviewer_id == world.person("assigned").id)).one()
        routing.assessment(session, of, 9, 8, 7)
        session.commit()
    return world.round()


@pytest.mark.parametrize(("kind", "name"), [
    ("scoring", "pearl-2025-scoring-project-first-en.pdf"), ("sheets", "pearl-2025-score-sheets-project-first-en.pdf"),
    ("sheet", "PRL-2025-P-0004-scores-en.pdf"),
])
def test_the_documents_of_a_round_become_pdf(world, scored_round, kind, name):
    of = world.nomination("eligible").id if kind == "sheet" else None
    asked = documents.ask_for_document(world.work("head"), kind, language="en", round_id=scored_round.id,
                                       nomination_id=of, choices={"names": True})

    job, made = run_job(world, asked)

    assert (job.state, job.trouble) == (JobState.DONE, "")
    assert (job.done, job.total) == (2, 2)
    assert made.name == name
    assert content(world, made).startswith(b"%PDF-")
    assert len(made.input_hash) == 64


def test_a_sheet_of_a_file_outside_the_round_ends_in_a_sentence(world, scored_round):
    asked = documents.ask_for_document(world.work("head"), "sheet", language="en", round_id=scored_round.id,
                          nomination_id=world.nomination("submitted").id)

    job, made = run_job(world, asked)

    assert (job.state, job.trouble, made.sha256) == (JobState.FAILED, "not_found", None)


def test_an_officer_may_ask_only_once_the_round_is_closed(world, scored_round):
    with pytest.raises(Refused) as refused:
        documents.ask_for_document(world.work("officer"), "scoring", language="en", round_id=scored_round.id)
    assert refused.value.reason is Refusal.NOT_YET_SHOWN
    manage_rounds.close_round(world.work("head"), scored_round.id)

    assert documents.ask_for_document(
        world.work("officer"), "scoring", language="en", round_id=scored_round.id
    ).kind == "scoring"


@pytest.fixture
def with_attachments(world):
    """The eligible file holds a plan in Arabic, one of the same name, and an identity paper for the head alone."""
    store, handed_in = files(world.settings), []
    with world.session(writes=True) as session:
        for kind, name, held in (("plan", "خطة الصون.pdf", b"one"), ("plan", "خطة الصون.pdf", b"two"),
                                 ("leader_id", "../../etc/passport.pdf", b"secret")):
            with store.take_in(io.BytesIO(held), 1000) as stored:
                store.keep(stored)
            session.add(StoredFile(sha256=stored.sha256, size=stored.size, stored_at=make.START))
            handed_in.append({
                "id": str(make.uuid4()), "kind": kind, "name": name, "size": stored.size, "sha256": stored.sha256,
                "media_type": "application/pdf", "pages": 1, "width": None, "height": None, "caption": "", "year": "",
                "photographer": "", "rights": "", "alternative": "",
            })
        submission = session.get(Submission, world.nomination("eligible").submission_id)
        submission.attachments = handed_in
        session.commit()
    return world.nomination("eligible")


def dossier(world, persona, nomination):
    asked = documents.ask_for_document(world.work(persona), "dossier", language="en", nomination_id=nomination.id)
    job, made = run_job(world, asked)
    assert (job.state, job.trouble) == (JobState.DONE, "")
    assert job.done == job.total
    return made, zipfile.ZipFile(io.BytesIO(content(world, made)))


def test_a_dossier_holds_the_papers_the_attachments_and_a_list_that_checks_them(world, with_attachments):
    made, packed = dossier(world, "officer", with_attachments)

    assert made.name == "PRL-2025-P-0004-dossier.zip"
    assert packed.namelist() == [
        "package.json", "PRL-2025-P-0004.pdf", "PRL-2025-P-0004-receipt-1.pdf", "answers.json", "messages.json",
        "screening.json", "decisions.json", "attachments/plan/خطة الصون.pdf", "attachments/plan/2 خطة الصون.pdf",
        "dossier.pdf", "NOT-BOUND.txt", "README.txt", "SHA256SUMS",
    ]
    lines = packed.read("SHA256SUMS").decode().splitlines()
    assert [line.split("  ", 1)[1] for line in lines] == packed.namelist()[:-1]
    for line in lines:
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(packed.read(name)).hexdigest() == digest


def test_an_identity_paper_is_in_the_heads_dossier_only_and_names_no_path(world, with_attachments):
    assert not [name for name in dossier(world, "observer", with_attachments)[1].namelist() if "passport" in name]
    assert "attachments/leader_id/passport.pdf" in dossier(world, "head", with_attachments)[1].namelist()


def test_a_dossier_of_a_draft_does_not_exist(world):
    with pytest.raises(Refused) as refused:
        documents.ask_for_document(
            world.work("head"), "dossier", language="en", nomination_id=world.nomination("draft").id
        )
    assert refused.value.reason is Refusal.NOT_FOUND
