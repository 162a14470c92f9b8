"""Codes of documents: issued with the act that they prove, superseded by the next one, printed in the files."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from nominations.core.services import jobs
from nominations.core.tables import CodedDocument, Document, DocumentCode, Letter, SectionAnswers, Submission
from nominations.core.work import Work
from nominations.documents.kinds import KINDS, MadeDocument
from nominations.documents.queries.codes import Likeness, code_of_document, code_of_submission, find_document
from nominations.documents.reports import code_mark
from nominations.documents.services import documents
from nominations.nominations.services import answers
from tests.support import make
from tests.support.submissions import ready, submit

pytestmark = pytest.mark.both_databases


@pytest.fixture
def handed_in(world):
    """Hand in the finished draft, changed a little each time; gives the submission."""
    file = ready(world)
    times = iter(range(1, 9))

    def hand_in() -> Submission:
        if (number := next(times)) > 1:
            with world.session() as session:
                held = session.scalars(select(SectionAnswers).where(
                    SectionAnswers.nomination_id == file.id, SectionAnswers.section == "work"
                )).one()
                given, version = {**held.answers, "summary": f"Mended {number} times."}, held.version
            work = world.work("owner")
            answers.save(work, file.id, "work", given, version=version)
            work.session.close()
        return submit(world, file)

    return hand_in


def code_of(world, submission: Submission) -> DocumentCode:
    with world.session() as session:
        return session.get_one(DocumentCode, code_of_submission(session, submission.id))


def find_by_code(world, code: str):
    with world.session() as session:
        return find_document(session, code)


def test_a_submission_comes_with_a_code_and_the_letter_says_it(world, handed_in):
    made = handed_in()

    code = code_of(world, made)
    assert (code.kind, code.reference, code.superseded_by) == ("receipt", "PRL-2025-P-0002", None)
    with world.session() as session:
        letter = session.scalars(select(Letter).where(Letter.template == "nomination_received")).one()
    assert f"/check/{code.code}" in letter.text


def test_the_same_content_handed_in_again_keeps_its_code(world, handed_in):
    first = handed_in()
    again = submit(world, world.nomination("finished"))

    assert again.id == first.id
    assert find_by_code(world, code_of(world, first).code).is_current


def test_a_new_submission_makes_the_older_receipt_and_its_prints_no_longer_current(world, handed_in):
    first = handed_in()
    printed = ask_for(world, "nomination", 1)
    second = handed_in()

    printed_late = ask_for(world, "nomination", 1)
    older, newer = code_of(world, first), code_of(world, second)
    assert (older.superseded_by, newer.superseded_by) == (newer.code, None)
    with world.session() as session:
        carried = session.get_one(DocumentCode, code_of_document(session, printed.id))
        late = session.get_one(DocumentCode, code_of_document(session, printed_late.id))
    assert (carried.superseded_by, late.superseded_by) == (newer.code, newer.code)


def ask_for(world, kind: str, number: int | None, language: str = "en") -> Document:
    choices = {} if number is None else {"number": number}
    work = world.work("owner")
    try:
        return documents.ask_for_document(
            work, kind, language=language, nomination_id=world.nomination("finished").id, choices=choices
        )
    finally:
        work.session.close()


def test_a_receipt_has_one_code_in_every_language(world, handed_in):
    made = handed_in()
    papers = [ask_for(world, "receipt", 1, language) for language in ("en", "ar")]

    with world.session() as session:
        assert {code_of_document(session, paper.id) for paper in papers} == {code_of(world, made).code}


def test_a_draft_on_paper_carries_no_code(world):
    document = ask_for(world, "nomination", None)

    with world.session() as session:
        assert code_of_document(session, document.id) is None
        work = Work(session, make.SYSTEM, world.clock(), world.settings)
        assert code_mark.code_and_address(work, document.id) == ("", "")


def test_a_paper_of_a_round_is_superseded_when_the_next_one_is_made_and_not_before(world, monkeypatch):
    def collect(work, document):
        return lambda tell: MadeDocument(str(document.id).encode(), "scores.pdf", b"source")

    monkeypatch.setitem(KINDS, "scoring", replace(KINDS["scoring"], collect=collect))
    round_id = world.round().id

    def ask(**choices) -> Document:
        work = world.work("head")
        try:
            return documents.ask_for_document(work, "scoring", language="en", round_id=round_id, choices=choices)
        finally:
            work.session.close()

    def run(document: Document) -> None:
        session = world.session(writes=True)
        jobs.run_job(Work(session, make.SYSTEM, world.clock(), world.settings), document.job_id)
        session.close()

    def code(document: Document) -> str:
        with world.session() as session:
            return code_of_document(session, document.id)

    first, other = ask(names=True), ask(names=False)
    assert find_by_code(world, code(first)) is None
    run(first)
    run(other)
    second = ask(names=True)
    assert find_by_code(world, code(first)).is_current
    run(second)

    assert [find_by_code(world, code(paper)).is_current for paper in (first, second, other)] == [False, True, True]


def test_a_code_knows_its_files_and_those_it_lists(world, handed_in):
    made = handed_in()
    code = code_of(world, made).code
    with world.session() as session:
        listed = session.get_one(Submission, made.id).attachments[0]["sha256"]
        document = find_document(session, code)

    assert document.likeness(listed) is Likeness.LISTED
    assert document.likeness(document.content_sha256) is Likeness.CONTENT
    assert document.likeness("0" * 64) is Likeness.OTHER
    assert document.content_code == made.content_code


def test_every_document_has_a_code_of_its_own(world, handed_in):
    handed_in()
    ask_for(world, "nomination", 1, "en")
    ask_for(world, "nomination", 1, "fr")

    with world.session() as session:
        carried = session.scalars(select(CodedDocument.code)).all()
    assert len(set(carried)) == len(carried) == 2
