"""A reviewer and the secretariat write to each other about a nomination, and nobody else learns a word of it."""

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal, Role
from nominations.core.tables import BlindRound, LedgerContent, LedgerRecord, Letter, ReviewerMessage
from nominations.correspondence.queries import threads
from nominations.correspondence.services.threads import send_answer, write_to_secretariat
from tests.support import hostile_texts, make, reviewing

QUESTION, ANSWER = "Is the zqquestion plan complete?", "Yes, says zqanswer Ada Byron of the museum."


@pytest.fixture
def file_id(world):
    return world.nomination("eligible").id


def _ask(browse, file_id, text=QUESTION, person="assigned"):
    return browse(person, "reviewer.messages", nomination_id=file_id).press("Send the message", {"text": text})


def _answer(browse, world, file_id, text=ANSWER, person="officer"):
    world.clock.turn_to(world.clock() + make.A_MOMENT)
    return browse(person, "secretariat.reviewer_messages", nomination_id=file_id).press(
        "Send the message", {"text": text}
    )


def _all(world, table):
    with world.session() as session:
        return session.scalars(select(table)).all()


def _recuse(world, person="assigned"):
    with world.session(writes=True) as session:
        make.recusal(session, world.nomination("eligible"), world.person(person))
        session.commit()


def test_a_question_is_answered_and_each_side_marks_what_is_new(browse, world, file_id):
    page = _ask(browse, file_id)
    assert (page.status, page.texts(".message .user-text")) == (200, [QUESTION])

    secretariat = browse("officer", "secretariat.file", nomination_id=file_id).follow("Reviewers (1 new)")
    assert secretariat.texts(".message .user-text") == [QUESTION]
    assert "New" in secretariat.text(".message")
    secretariat = _answer(browse, world, file_id)
    assert not secretariat.has(".message .tag")

    desk = browse("assigned", "reviewer.file", nomination_id=file_id)
    page = desk.follow("Messages with the secretariat (1 new)")
    assert page.texts(".message .user-text") == [QUESTION, ANSWER]
    assert "New" in page.texts(".message")[1]
    assert "New" not in page.press("Mark as read").texts(".message")[1]


def test_emails_and_the_ledger_hold_none_of_the_words(browse, world, file_id):
    _ask(browse, file_id)
    _answer(browse, world, file_id)

    letters = _all(world, Letter)
    assert {(letter.template, letter.address) for letter in letters} == {
        ("message_from_reviewer", "pearl@example.org"), ("message_to_reviewer", world.person("assigned").email),
    }
    everything = " ".join([letter.subject + letter.text + (letter.html or "") for letter in letters]
                          + [str(row.content) for row in _all(world, LedgerContent)])
    assert not [word for word in ("zqquestion", "zqanswer", "Byron", "quay") if word in everything]
    assert [row.act for row in _all(world, LedgerRecord)][-2:] == ["write_to_secretariat", "answer_reviewer"]


def test_neither_the_owner_nor_another_reviewer_sees_the_thread(browse, world, file_id):
    reviewing.route_file(world, "unassigned", world.nomination("eligible"))
    _ask(browse, file_id)
    _answer(browse, world, file_id)

    for page in (
        browse("owner", "applicant.messages", nomination_id=file_id),
        browse("unassigned", "reviewer.messages", nomination_id=file_id),
        browse("unassigned", "reviewer.file", nomination_id=file_id),
    ):
        assert page.status == 200
        assert "zqquestion" not in page.document.source
        assert "zqanswer" not in page.document.source
    theirs = _ask(browse, file_id, "Another question.", "unassigned")
    assert theirs.texts(".message .user-text") == ["Another question."]
    assert browse("assigned", "reviewer.messages", nomination_id=file_id).texts(".message .user-text") == [
        QUESTION, ANSWER
    ]


@pytest.mark.parametrize("person", ["officer", "head"])
def test_staff_from_whom_the_nomination_is_withheld_see_and_answer_nothing(browse, world, file_id, person):
    _ask(browse, file_id)
    _recuse(world, person)

    page = browse("assigned", "reviewer.messages", nomination_id=file_id)
    refused = browse(person, "secretariat.reviewer_messages", nomination_id=file_id)

    assert page.status == 200
    assert refused.status == 404
    assert "zqquestion" not in refused.document.source
    for act in (lambda work: send_answer(work, file_id, world.person("assigned").id, "No."),
                lambda work: threads.list_threads(work, file_id)):
        with pytest.raises(Refused) as no:
            act(world.work(person))
        assert no.value.reason is Refusal.NOT_FOUND


@pytest.mark.parametrize("person", ["observer", "auditor", "chair"])
def test_who_only_looks_on_has_no_part_in_it(browse, world, file_id, person):
    _ask(browse, file_id)

    assert browse(person, "secretariat.reviewer_messages", nomination_id=file_id).status == 403
    assert "zqquestion" not in browse(person, "secretariat.file", nomination_id=file_id).document.source


def test_a_blind_round_strikes_names_out_of_an_answer_and_warns_who_writes_it(browse, world, file_id):
    with world.session(writes=True) as session:
        session.add(BlindRound(round_id=world.round().id, at=make.START, by_id=world.person("head").id))
        session.commit()
    asked = _ask(browse, file_id)
    secretariat = browse("officer", "secretariat.reviewer_messages", nomination_id=file_id)
    assert "Applicants’ names are hidden from this reviewer" in secretariat.text(".notice-warning")
    _answer(browse, world, file_id)

    page = browse("assigned", "reviewer.messages", nomination_id=file_id)

    assert page.texts(".message .user-text")[1] == "Yes, says zqanswer […] of the museum."
    for shown in (asked, page):
        assert "Byron" not in shown.document.source
        assert "quay" not in shown.document.source.lower()


@pytest.mark.both_databases
def test_a_recusal_meanwhile_shuts_the_thread_on_both_sides(browse, world, file_id):
    page = browse("assigned", "reviewer.messages", nomination_id=file_id)
    _ask(browse, file_id)
    open_form = browse("officer", "secretariat.reviewer_messages", nomination_id=file_id)
    _recuse(world)

    assert page.press("Send the message", {"text": "Once more."}).status == 404
    assert browse("assigned", "reviewer.messages", nomination_id=file_id).status == 404
    assert open_form.press("Send the message", {"text": ANSWER}).status == 409
    assert [message.text for message in _all(world, ReviewerMessage)] == [QUESTION]
    assert [letter.template for letter in _all(world, Letter)] == ["message_from_reviewer"]
    again = browse("officer", "secretariat.reviewer_messages", nomination_id=file_id)
    assert "can no longer open the nomination" in again.text("main")
    assert not again.has("textarea")


def test_an_answer_goes_only_to_who_has_written(world, file_id):
    for person in ("assigned", "unassigned", "owner"):
        with pytest.raises(Refused) as no:
            send_answer(world.work("officer"), file_id, world.person(person).id, "Hello.")
        assert no.value.reason is Refusal.NOT_FOUND
    assert _all(world, ReviewerMessage) == []


def test_an_account_with_two_roles_writes_in_the_one_it_acts_in(world, file_id):
    with pytest.raises(Refused):
        write_to_secretariat(world.work("assigned", Role.OFFICER), file_id, "As an officer.")


@pytest.mark.parametrize("text", ["", "  \n ", hostile_texts.REFUSED["null"] if "null" in hostile_texts.REFUSED
                                  else next(iter(hostile_texts.REFUSED.values())), "x" * 10_001])
def test_what_cannot_be_sent_is_refused_at_its_field_and_stays(browse, world, file_id, text):
    page = _ask(browse, file_id, text)

    assert page.status == 422
    assert page.has("#text-error")
    assert _all(world, ReviewerMessage) == []


def test_arabic_and_a_formula_come_back_as_they_were_typed(browse, file_id):
    words = '=HYPERLINK("http://x.example","٧")\nهل الملف كامل؟ <b>&amp;'

    page = _ask(browse, file_id, words)

    assert page.text(".message .user-text") == " ".join(words.split())
    assert not page.has(".message b")
