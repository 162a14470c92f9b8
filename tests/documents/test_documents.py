"""A document: requested by a person, made by the worker with their rights, downloaded by them and nobody else."""

from dataclasses import replace
from uuid import uuid4

import pytest
from flask import url_for
from sqlalchemy import func, select, update

from nominations.access.queries.involvement import withheld_nominations
from nominations.core import withheld
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import JobState, Refusal, Role
from nominations.core.services import jobs
from nominations.core.tables import (
    Account,
    Assignment,
    Conflict,
    Document,
    Grant,
    Job,
    LedgerRecord,
    Nomination,
    StoredFile,
)
from nominations.core.work import Work
from nominations.documents.adapters.render import RenderingFailed
from nominations.documents.kinds import KINDS, MadeDocument
from nominations.documents.services import documents
from nominations.files.adapters.store import files
from tests.support import make

pytestmark = pytest.mark.both_databases

CONTENT = b"%PDF-1.7 the words of the file"


@pytest.fixture(autouse=True)
def makers_for_tests(monkeypatch):
    """Each kind says whose eyes it was made in."""

    def collect(work, document):
        content = f"{document.kind} for {work.actor.role} in {document.language}".encode()

        def finish(tell):
            tell(1, 2)
            return MadeDocument(CONTENT + content, f"{document.kind} é.pdf", content)

        return finish

    for kind in ("nomination", "sheet", "dossier", "scoring"):
        monkeypatch.setitem(KINDS, kind, replace(KINDS[kind], collect=collect))


def worker(world) -> Work:
    return Work(world.session(writes=True), make.SYSTEM, world.clock(), world.settings)


def ask(world, person: str, kind: str, role: Role | None = None, **of) -> Document:
    return documents.ask_for_document(world.work(person, role), kind, language="ar", **of)


def make_document(world, person: str, kind: str, **of) -> Document:
    asked = ask(world, person, kind, **of)
    jobs.run_job(worker(world), asked.job_id)
    with world.session() as session:
        return session.get_one(Document, asked.id)


def job_of(world, document: Document) -> Job:
    with world.session() as session:
        return session.get_one(Job, document.job_id)


def download(app, client, document: Document):
    with app.test_request_context():
        address = url_for("documents.download", document_id=document.id)
    return client.get(address)


def test_the_owner_asks_the_worker_makes_and_the_owner_fetches(app, world, sign_in):
    document = make_document(world, "owner", "nomination", nomination_id=world.nomination("submitted").id)

    answer = download(app, sign_in("owner"), document)

    assert (answer.status_code, answer.data) == (200, CONTENT + b"nomination for applicant in ar")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "filename*=UTF-8''nomination%20%C3%A9.pdf" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert job_of(world, document).state is JobState.DONE
    with world.session() as session:
        assert session.get(StoredFile, document.sha256).size == len(answer.data)
        assert session.scalar(select(func.count()).select_from(LedgerRecord).where(LedgerRecord.act == "ask_document"))


def test_before_it_is_made_there_is_nothing_to_fetch(app, world, sign_in):
    document = ask(world, "owner", "nomination", nomination_id=world.nomination("submitted").id)

    assert download(app, sign_in("owner"), document).status_code == 404
    assert job_of(world, document).state is JobState.WAITING


@pytest.mark.parametrize("person", [
    "stranger", "assigned", "unassigned", "officer", "head", "observer", "auditor", "chair", "revoked", "foreign_head",
])
def test_nobody_else_fetches_it_whatever_their_rights(app, world, sign_in, person):
    document = make_document(world, "owner", "nomination", nomination_id=world.nomination("eligible").id)

    assert download(app, sign_in(person), document).status_code == 404


def test_a_visitor_is_asked_to_sign_in(app, world):
    document = make_document(world, "owner", "nomination", nomination_id=world.nomination("submitted").id)

    assert download(app, app.test_client(), document).status_code == 302


def test_a_document_belongs_to_the_role_in_which_it_was_asked_for(app, world, sign_in):
    document = make_document(world, "officer", "dossier", nomination_id=world.nomination("submitted").id)

    assert download(app, sign_in("officer", Role.OFFICER), document).status_code == 200
    assert download(app, sign_in("officer", Role.APPLICANT), document).status_code == 404


def test_a_colleague_in_the_same_role_with_the_same_rights_makes_their_own(app, world, sign_in):
    document = make_document(world, "officer", "dossier", nomination_id=world.nomination("submitted").id)

    assert download(app, sign_in("second_officer"), document).status_code == 404
    assert make_document(world, "second_officer", "dossier", nomination_id=world.nomination("submitted").id).sha256


def test_when_the_role_was_taken_away_the_document_is_gone_too(app, world, sign_in):
    document = make_document(world, "officer", "dossier", nomination_id=world.nomination("submitted").id)
    client = sign_in("officer")
    assert download(app, client, document).status_code == 200
    with world.session(writes=True) as session:
        session.execute(update(Grant).where(Grant.account_id == document.made_for_id).values(ended_at=world.clock()))
        session.commit()

    assert download(app, client, document).status_code == 404


def test_a_reviewer_who_steps_aside_loses_the_documents_of_the_file(app, world, sign_in):
    file = world.nomination("eligible")
    document = make_document(world, "assigned", "nomination", nomination_id=file.id)
    client = sign_in("assigned")
    assert download(app, client, document).status_code == 200
    recuse(world, file, "assigned")

    assert download(app, client, document).status_code == 404


def recuse(world, file: Nomination, person: str) -> None:
    with world.session(writes=True) as session:
        make.recusal(session, session.get_one(Nomination, file.id), session.get_one(Account, world.person(person).id))
        session.commit()


def test_a_right_that_ends_while_it_is_being_made_ends_the_making(world):
    file = world.nomination("eligible")
    document = ask(world, "assigned", "nomination", nomination_id=file.id)
    recuse(world, file, "assigned")

    jobs.run_job(worker(world), document.job_id)

    assert (job_of(world, document).state, job_of(world, document).trouble) == (JobState.FAILED, "not_found")
    with world.session() as session:
        assert session.get_one(Document, document.id).sha256 is None
    assert list(files(world.settings).names()) == []


@pytest.mark.parametrize(("person", "kind", "file", "reason"), [
    ("stranger", "nomination", "submitted", Refusal.NOT_FOUND),
    ("officer", "nomination", "draft", Refusal.NOT_FOUND),
    ("unassigned", "nomination", "eligible", Refusal.NOT_FOUND),
    ("recused", "nomination", "eligible", Refusal.NOT_FOUND),
    ("owner", "dossier", "submitted", Refusal.NOT_YOUR_ROLE),
    ("owner", "sheet", "submitted", Refusal.NOT_YOUR_ROLE),
])
def test_nobody_asks_for_what_they_may_not_read(world, person, kind, file, reason):
    with pytest.raises(Refused) as no:
        ask(world, person, kind, nomination_id=world.nomination(file).id)

    assert no.value.reason is reason
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 0
        assert session.scalar(select(func.count()).select_from(Job)) == 0


@pytest.mark.parametrize(("person", "reason"), [
    ("officer", Refusal.NOT_YET_SHOWN), ("observer", Refusal.NOT_YET_SHOWN), ("chair", Refusal.NOT_YET_SHOWN),
    ("assigned", Refusal.NOT_YOUR_ROLE), ("owner", Refusal.NOT_YOUR_ROLE),
])
def test_scores_of_an_open_round_are_made_into_a_report_for_the_head_only(world, person, reason):
    with pytest.raises(Refused) as no:
        ask(world, person, "scoring", round_id=world.round().id)
    assert no.value.reason is reason

    assert make_document(world, "head", "scoring", round_id=world.round().id).sha256


def test_a_document_of_nothing_is_refused(world):
    for of in ({"nomination_id": uuid4()}, {"round_id": uuid4()}, {}):
        with pytest.raises(Refused) as no:
            ask(world, "head", "scoring", **of)
        assert no.value.reason is Refusal.NOT_FOUND


def test_a_rendering_that_fails_says_why(world, monkeypatch):
    def collect(work, document):
        def finish(tell):
            raise RenderingFailed("time")

        return finish

    monkeypatch.setitem(KINDS, "nomination", replace(KINDS["nomination"], collect=collect))
    document = make_document(world, "owner", "nomination", nomination_id=world.nomination("submitted").id)

    assert (job_of(world, document).state, job_of(world, document).trouble) == (JobState.FAILED, "time")


def test_the_same_content_is_stored_once(world):
    file = world.nomination("submitted").id
    first, second = make_document(world, "owner", "nomination", nomination_id=file), make_document(
        world, "owner", "nomination", nomination_id=file
    )

    assert first.sha256 == second.sha256
    assert (first.id, first.input_hash) != (second.id, "")
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(StoredFile)) == 1


def test_while_it_is_made_nobody_waits_for_a_lock(world, monkeypatch):
    progress = []

    def collect(work, document):
        def finish(tell):
            tell(3, 5)
            with world.work("owner").transaction() as session:
                session.get_one(Account, world.person("owner").id).language = "fr"
            progress.append(job_of(world, asked).done)
            return MadeDocument(CONTENT, "x.pdf", b"")

        return finish

    monkeypatch.setitem(KINDS, "nomination", replace(KINDS["nomination"], collect=collect))
    asked = ask(world, "owner", "nomination", nomination_id=world.nomination("submitted").id)
    jobs.run_job(worker(world), asked.job_id)

    assert progress == [3]
    assert job_of(world, asked).state is JobState.DONE


def test_a_second_declaration_leads_from_an_old_document_to_not_found(app, world, sign_in):
    """The page cannot know which file to declare on; it says no more than that there is nothing."""
    document = make_document(world, "assigned", "nomination", nomination_id=world.nomination("eligible").id)
    client = sign_in("assigned")
    with world.session(writes=True) as session:
        assignment = session.scalars(select(Assignment).where(Assignment.reviewer_id == document.made_for_id)).one()
        session.add(Conflict(assignment_id=assignment.id, number=2, answer="possible", words="A cousin.",
                             text_version="1", declared_at=world.clock(), state="open"))
        session.commit()

    assert download(app, client, document).status_code == 404


def documents_of(world, person: str, role: Role) -> set[str]:
    """The kinds of the documents that a request of this person lists, without what a withheld nomination closes."""
    account = world.person(person)
    with world.session() as session:
        withheld.withhold(session, withheld_nominations(
            session, Actor(account.id, role, "pearl-2025"), world.edition_id
        ))
        return set(session.scalars(select(Document.kind).where(Document.made_for_id == account.id)))


def test_a_document_of_the_whole_round_is_closed_by_a_recusal_and_one_made_without_the_nomination_is_not(world):
    make_document(world, "head", "scoring", round_id=world.round().id)
    assert documents_of(world, "head", Role.HEAD) == {"scoring"}

    with world.session(writes=True) as session:
        make.recusal(session, session.merge(world.nomination("eligible")), session.merge(world.person("head")))
        session.commit()
    assert documents_of(world, "head", Role.HEAD) == set()

    make_document(world, "head", "scoring", round_id=world.round().id)
    assert documents_of(world, "head", Role.HEAD) == {"scoring"}


def test_a_document_that_still_waits_is_handed_out_and_not_asked_for_twice(world):
    file = world.nomination("submitted").id
    first = ask(world, "owner", "nomination", nomination_id=file, choices={"number": 1})

    for _ in range(10):
        assert ask(world, "owner", "nomination", nomination_id=file, choices={"number": 1}).id == first.id
    other = ask(world, "officer", "dossier", nomination_id=file)
    jobs.run_job(worker(world), first.job_id)

    assert ask(world, "owner", "nomination", nomination_id=file, choices={"number": 1}).id not in (first.id, other.id)


def test_an_applicant_has_three_documents_waiting_at_most_and_goes_on_when_one_is_made(world):
    file = world.nomination("submitted").id
    asked = [ask(world, "owner", "nomination", nomination_id=file, choices={"number": n}) for n in (1, 2, 3)]

    with pytest.raises(Refused) as no:
        ask(world, "owner", "nomination", nomination_id=file, choices={"number": 4})
    assert no.value.reason is Refusal.TOO_MANY_WAITING
    assert ask(world, "officer", "dossier", nomination_id=file)

    jobs.run_job(worker(world), asked[0].job_id)
    assert ask(world, "owner", "nomination", nomination_id=file, choices={"number": 4})
