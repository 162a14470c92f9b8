"""Letters that came by private link stand on the receipt by their fingerprints; nothing of what they hold does."""

import hashlib

import pytest
from sqlalchemy import select

from nominations.core.tables import Letter, Submission, SubmissionLetter
from nominations.documents.queries import codes, received_letters
from nominations.editions.rules.questions import content_code
from nominations.nominations.queries import printed_nomination, working_copy
from nominations.nominations.services import answers
from nominations.outside_requests.services import referees
from tests.outside_requests.test_referees import send
from tests.support.make_files import pdf
from tests.support.outside_requests import ANOTHER, REFEREE, third_party, token
from tests.support.submissions import submit

pytestmark = pytest.mark.both_databases

TEXT, CONTENT = "Her dhows sail still. عملها باقٍ", pdf(pages=2)
FINGERPRINTS = (hashlib.sha256(TEXT.encode()).hexdigest(), hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture
def nomination(world):
    """Two referees were asked: the first has sent a text and a file, the second nothing."""
    made = third_party(world, nomination_kind="own")
    for person in (REFEREE, ANOTHER):
        work = world.work("owner")
        referees.ask_referee(work, made.id, "ref_letter", person)
        work.session.close()
    assert send(world, sent_to(world, REFEREE), TEXT, "secret-name.pdf", CONTENT) == "done"
    return made


def sent_to(world, person) -> str:
    return token(world, "letter_asked", person.email)


def paper(world, nomination, who="owner"):
    work = world.work(who)
    try:
        return printed_nomination.load_paper(work, nomination.id, 1)
    finally:
        work.session.close()


def test_what_has_come_is_listed_and_what_is_awaited_is_not(world, nomination):
    submit(world, nomination)

    [listed] = paper(world, nomination).letters
    assert (listed.kind, listed.name, listed.fingerprints) == ("ref_letter", REFEREE.name, FINGERPRINTS)


def test_the_content_code_is_over_the_letters_that_are_listed(world, nomination):
    made = submit(world, nomination)
    printed = paper(world, nomination)
    attached = [working_copy.as_attached(attachment) for attachment in made.attachments]

    assert made.content_code == content_code(made.answers, attached, printed.letters)
    assert made.content_code != content_code(made.answers, attached)
    assert made.content_code.replace(" ", "") == printed.content_hash[:12].upper()
    with world.session() as session:
        known = codes.find_document(session, codes.code_of_submission(session, made.id))
    assert known.content_sha256 == printed.content_hash
    likeness = [known.likeness(fingerprint).value for fingerprint in (*FINGERPRINTS, "5" * 64)]
    assert likeness == ["listed", "listed", "other"]


def test_a_letter_that_comes_later_stands_on_the_next_receipt_only(world, nomination):
    submit(world, nomination)
    assert send(world, sent_to(world, ANOTHER), "A colleague of thirty years.") == "done"
    before = paper(world, nomination)

    work = world.work("owner")
    held = working_copy.load(work, world_nomination(work, nomination)).sections["person"]
    answers.save(work, nomination.id, "person", held.answers | {"title": "Maryam of the sea"}, version=held.version)
    work.session.close()
    second = submit(world, nomination)

    assert second.number == 2
    assert [letter.name for letter in before.letters] == [REFEREE.name]
    with world.session() as session:
        # Both came at one instant: which is first is chance.
        assert sorted(letter.name for letter in received_letters.list_letters(session, second.id)) == sorted(
            [REFEREE.name, ANOTHER.name]
        )


def world_nomination(work, nomination):
    return work.session.get_one(type(nomination), nomination.id)


def test_page_mail_and_paper_tell_the_fingerprints_and_nothing_else(world, nomination, browse):
    submit(world, nomination)

    page = browse("owner", "applicant.receipt", nomination_id=nomination.id)
    with world.session() as session:
        mail = session.scalars(select(Letter.text).where(Letter.template == "nomination_received")).one()
    for text in (page.response.text, mail):
        assert REFEREE.name in text
        assert all(fingerprint in text for fingerprint in FINGERPRINTS)
        for secret in ("dhows", "secret-name", REFEREE.email, ANOTHER.email):
            assert secret not in text


def test_twice_the_same_with_a_letter_is_one_submission(world, nomination):
    first, second = submit(world, nomination), submit(world, nomination)

    assert first.id == second.id
    with world.session() as session:
        assert len(session.scalars(select(Submission.id).where(Submission.nomination_id == nomination.id)).all()) == 1
        assert len(session.scalars(select(SubmissionLetter)).all()) == 1


def test_whom_a_letter_is_of_is_hidden_where_the_file_is(world, nomination, monkeypatch):
    submit(world, nomination)
    monkeypatch.setattr(printed_nomination.blind, "is_hidden_from", lambda *_: True)

    assert paper(world, nomination).letters == ()
