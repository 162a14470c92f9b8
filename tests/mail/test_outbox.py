"""Letters leave after their act, once, and none is lost: through a real mail server that behaves well and badly."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from nominations.accounts.services import signing_in
from nominations.core.rules.vocabulary import LetterState
from nominations.core.settings import Mode
from nominations.core.tables import Account, Letter
from nominations.core.work import Work
from nominations.mail.adapters import smtp
from nominations.mail.queries.letters import list_due
from nominations.mail.services import outbox
from tests.support import make
from tests.support.mailbox import Box

pytestmark = pytest.mark.both_databases


@pytest.fixture
def worker(world, mail_server):
    """`worker(box)`: the worker's work, with this mail server."""

    def start(box: Box | None, **other: object) -> Work:
        where = {"smtp_host": "127.0.0.1", "smtp_port": mail_server(box)} if box else {"smtp_host": ""}
        in_earnest = {"mode": Mode.PRODUCTION, "smtp_security": "none", "smtp_seconds": 2}
        settings = replace(world.settings, **in_earnest | {"mail_from": "award@example.org"} | where | other)
        return Work(world.session(writes=True), make.SYSTEM, world.clock(), settings)

    return start


def later(work: Work, **time: float) -> Work:
    return replace(work, now=work.now + timedelta(**time))


def due(world, now: datetime) -> list[UUID]:
    with world.session() as session:
        return list_due(Work(session, make.SYSTEM, now, world.settings))


@pytest.fixture
def letter(world):
    """One letter that waits."""
    work = world.work("owner")
    with work.transaction() as session:
        return work.send_mail("password_changed", session.get_one(Account, work.actor.id)).id


def state_of(world, letter_id) -> Letter:
    with world.session() as session:
        return session.get_one(Letter, letter_id)


def test_a_letter_is_sent_once(world, worker, letter):
    box = Box()
    work = worker(box)

    assert due(world, work.now) == [letter]
    assert outbox.deliver_letter(work, letter) is LetterState.SENT
    assert outbox.deliver_letter(later(work, days=1), letter) is None

    kept = state_of(world, letter)
    assert (kept.state, kept.tries, kept.sent_at) == (LetterState.SENT, 1, work.now)
    assert due(world, work.now + timedelta(days=1)) == []
    [letter] = box.letters
    assert (letter["To"], letter["Message-ID"]) == ("ada.byron@example.org", kept.message_id)


def test_a_demonstration_sends_nothing_even_where_a_mail_server_is_set(world, worker, letter):
    box = Box()
    work = worker(box, mode=Mode.DEMONSTRATION)

    assert outbox.deliver_letter(work, letter) is LetterState.KEPT
    assert outbox.deliver_letter(later(work, days=1), letter) is None

    assert box.letters == []
    assert (state_of(world, letter).state, state_of(world, letter).sent_at) == (LetterState.KEPT, None)


def test_a_letter_that_may_pass_later_is_tried_again_under_the_same_message_id(world, worker, letter):
    box = Box(answer="451 try later")
    work = worker(box)
    assert outbox.deliver_letter(work, letter) is LetterState.WAITING
    assert outbox.deliver_letter(work, letter) is None  # not before its time has come
    assert state_of(world, letter).trouble == "451 try later"

    box.answer = "250 OK"
    assert outbox.deliver_letter(later(work, minutes=2), letter) is LetterState.SENT

    assert len({letter["Message-ID"] for letter in box.letters}) == 1
    assert len(box.letters) == 2
    assert state_of(world, letter).trouble == ""


def test_the_waiting_doubles_from_try_to_try(world, worker, letter):
    work, waits = worker(Box(answer="451 later"), mail_tries=5), []
    for _ in range(4):
        assert outbox.deliver_letter(work, letter) is LetterState.WAITING
        next_try = state_of(world, letter).next_try_at
        waits.append((next_try - work.now).total_seconds() / 60)
        assert outbox.deliver_letter(replace(work, now=next_try - timedelta(microseconds=1)), letter) is None
        work = replace(work, now=next_try)

    assert waits == [1, 2, 4, 8]
    assert outbox.deliver_letter(work, letter) is LetterState.FAILED


@pytest.mark.parametrize("box", [Box(answer="554 never"), Box(at_rcpt="550 nobody here")])
def test_a_letter_that_will_never_pass_has_failed_and_says_why(world, worker, letter, box):
    work = worker(box)

    assert outbox.deliver_letter(work, letter) is LetterState.FAILED

    kept = state_of(world, letter)
    assert (kept.state, kept.sent_at) == (LetterState.FAILED, None)
    assert re.match("55[04] ", kept.trouble)
    assert outbox.deliver_letter(later(work, days=9), letter) is None


def test_without_a_mail_server_letters_are_kept_to_be_read_on_a_page(world, worker, letter):
    assert outbox.deliver_letter(worker(None), letter) is LetterState.KEPT
    assert state_of(world, letter).text


def test_a_server_that_hangs_up_after_the_letter_gets_it_once_more_under_the_same_name(world, worker, letter):
    box = Box(answer="drop")
    work = worker(box)
    assert outbox.deliver_letter(work, letter) is LetterState.WAITING
    box.answer = "250 OK"

    assert outbox.deliver_letter(later(work, minutes=2), letter) is LetterState.SENT
    assert len(box.letters) == 2
    assert len({letter["Message-ID"] for letter in box.letters}) == 1


class KilledInTheMiddle(BaseException):
    """`kill -9`: nothing after this runs."""


def test_a_worker_killed_while_sending_leaves_the_letter_to_the_next_one(world, worker, letter, monkeypatch):
    box, sent = Box(), smtp.send_letter
    work = worker(box)

    def send_and_die(*given):
        sent(*given)
        raise KilledInTheMiddle

    monkeypatch.setattr(smtp, "send_letter", send_and_die)
    with pytest.raises(KilledInTheMiddle):
        outbox.deliver_letter(work, letter)
    monkeypatch.setattr(smtp, "send_letter", sent)

    assert due(world, work.now) == []
    work = later(worker(box), minutes=2)
    assert due(world, work.now) == [letter]
    assert outbox.deliver_letter(work, letter) is LetterState.SENT
    assert len({letter["Message-ID"] for letter in box.letters}) == 1


def test_a_letter_with_a_secret_is_blanked_once_it_was_sent_and_not_before(world, worker):
    work = world.work("owner")
    signing_in.ask_to_enter(work, "ada.byron@example.org", language="en")
    with world.session() as session:
        secret = session.scalars(select(Letter).where(Letter.secret)).one()
    box = Box(answer="451 later")
    mailing = worker(box)
    outbox.deliver_letter(mailing, secret.id)
    assert state_of(world, secret.id).text == secret.text != ""

    box.answer = "250 OK"
    outbox.deliver_letter(later(mailing, minutes=2), secret.id)

    kept = state_of(world, secret.id)
    assert (kept.subject, kept.text, kept.html) == ("", "", "")
    assert re.search(r"\d{6}", box.letters[-1]["Subject"])
    assert re.search(r"/sign-in/link/\S+", box.letters[-1].get_body(("plain",)).get_content())


def test_a_body_without_a_secret_stays_to_be_read(world, worker, letter):
    outbox.deliver_letter(worker(Box()), letter)

    assert state_of(world, letter).text
