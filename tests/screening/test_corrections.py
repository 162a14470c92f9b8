"""Requests for corrections: only what they name, only until their date, and nothing else travels with the answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from nominations.core.rules.errors import Invalid, Refused, TooLate
from nominations.core.rules.vocabulary import State
from nominations.core.tables import CorrectionRequest, LateAttempt, Letter, Nomination, Submission
from nominations.nominations.services import ownership
from nominations.screening.services import corrections, eligibility
from tests.support import make
from tests.support.corrections import A_DAY, UNTIL, ask, call_as, save, submit
from tests.support.small_edition import PROJECT_ANSWERS

pytestmark = pytest.mark.both_databases



def newest(world, nomination):
    with world.session() as session:
        return session.scalars(select(Submission).where(Submission.nomination_id == nomination.id)
                               .order_by(Submission.number.desc())).first()


def test_only_what_is_named_is_open_and_nothing_unsent_travels_with_it(world, nomination):
    ask(world, nomination)
    save(world, nomination, {"summary": "Mended by its own town.", "budget": "1"})

    made = submit(world, nomination)

    assert made.number == 2
    assert made.answers["summary"] == "Mended by its own town."
    assert made.answers["budget"] == PROJECT_ANSWERS["budget"]
    assert made.answers["title"] == PROJECT_ANSWERS["title"]
    assert made.closes_at == UNTIL
    with world.session() as session:
        request = session.scalars(select(CorrectionRequest)).one()
    assert (request.answered_at, request.answer_id) == (make.CLOSE + A_DAY, made.id)


def test_after_the_answer_everything_is_shut_again(world, nomination):
    ask(world, nomination)
    save(world, nomination, {"summary": "Mended."})
    submit(world, nomination)

    with pytest.raises(Refused, match="too_late"):
        save(world, nomination, {"summary": "Mended again."})


def test_a_request_ends_at_its_date_to_the_microsecond(world, nomination, clock):
    ask(world, nomination)
    clock.turn_to(UNTIL - make.A_MOMENT)
    save(world, nomination, {"summary": "Just in time."})
    clock.turn_to(UNTIL)

    assert submit(world, nomination) == TooLate(UNTIL, UNTIL)
    with pytest.raises(Refused, match="too_late"):
        save(world, nomination, {"summary": "Late."})
    assert newest(world, nomination).number == 1
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(LateAttempt)) == 1


def test_a_request_tells_the_owner_who_asks_what_and_until_when(world, nomination):
    ask(world, nomination)

    with world.session() as session:
        letter = session.scalars(select(Letter).where(Letter.template == "correction_asked")).one()
    assert letter.address == "ada.byron@example.org"
    assert all(words in letter.text for words in ("Which quay?", "- Title", "- Summary", "11 December 2025"))


def test_nothing_is_decided_while_a_correction_is_open_and_then_it_is(world, nomination, clock):
    with world.session(writes=True) as session:
        make.checked(session, session.get_one(Nomination, nomination.id), session.merge(world.person("officer")))
        session.commit()
    ask(world, nomination)
    with pytest.raises(Refused, match="wrong_state"):
        call_as(world, "officer", eligibility.admit, nomination.id)
    clock.turn_to(UNTIL)
    call_as(world, "officer", eligibility.admit, nomination.id)


def test_a_request_is_taken_back_and_the_file_is_shut(world, nomination):
    ask(world, nomination)
    call_as(world, "second_officer", corrections.end_request, nomination.id)

    with pytest.raises(Refused, match="too_late"):
        save(world, nomination, {"summary": "Mended."})
    with pytest.raises(Refused, match="wrong_state"):
        call_as(world, "officer", corrections.end_request, nomination.id)
    ask(world, nomination)  # one that was taken back does not count as the edition's one request


def test_the_edition_says_how_often_may_be_asked(world, nomination):
    ask(world, nomination)
    save(world, nomination, {"summary": "Mended."})
    submit(world, nomination)

    with pytest.raises(Invalid) as caught:
        ask(world, nomination)
    assert caught.value.problems == {"questions": ("no_more_rounds", {"most": 1})}


def test_nothing_is_asked_before_the_close_nor_of_a_draft(world, clock):
    with pytest.raises(Refused, match="too_early"):
        ask(world, world.nomination("submitted"))
    clock.turn_to(make.CLOSE)
    with pytest.raises(Refused, match="not_found"):
        ask(world, world.nomination("draft"))


@pytest.mark.parametrize(("given", "field"), [
    ({"keys": ()}, "questions"), ({"keys": ("title", "leader_id")}, "questions"), ({"keys": ("nothing",)}, "questions"),
    ({"message": " "}, "message"), ({"message": "a\x00"}, "message"), ({"until": "2025-11-30"}, "until"),
    ({"until": "soon"}, "until"),
])
def test_what_cannot_be_asked_is_said_at_its_field(world, nomination, given, field):
    with pytest.raises(Invalid) as caught:
        ask(world, nomination, **given)

    assert set(caught.value.problems) == {field}


def test_two_requests_at_once_make_one(world, nomination):
    barrier = Barrier(2)

    def act(who):
        barrier.wait()
        try:
            ask(world, nomination, who=who)
        except (Refused, Invalid) as no:
            return type(no).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(act, ("officer", "second_officer"))) == ["Refused", "done"]


def test_a_correction_does_not_let_a_withdrawal_be_undone(world, nomination):
    ask(world, nomination)
    call_as(world, "owner", ownership.withdraw, nomination.id)

    with pytest.raises(Refused, match="too_late"):
        call_as(world, "owner", ownership.restore, nomination.id)
    with world.session() as session:
        assert session.get(type(nomination), nomination.id).state is State.WITHDRAWN


def test_an_attachment_that_was_not_named_cannot_be_touched(world, nomination):
    from nominations.attachments.services import attachments
    from nominations.core.tables import Attachment

    ask(world, nomination)
    with world.session() as session:
        plan = session.scalars(select(Attachment.id).where(Attachment.nomination_id == nomination.id)).one()
    with pytest.raises(Refused, match="too_late"):
        call_as(world, "owner", attachments.remove_file, nomination.id, plan)
