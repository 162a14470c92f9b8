"""Addresses beyond ASCII: through a mail server that offers SMTPUTF8, and one that does not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from nominations.accounts.adapters.addresses import find_key, parse_address, require_writable
from nominations.accounts.services import signing_in
from nominations.cli.mail import WAITS_LONG, describe_waiting
from nominations.core import tables
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import LetterState
from nominations.core.settings import Mode
from nominations.core.work import Work
from nominations.mail.adapters import smtp
from nominations.mail.adapters.reach import ANSWERS
from nominations.mail.adapters.smtp import Letter, Rejected, send_letter
from nominations.mail.queries.letters import find_newest_state, list_due, list_waiting
from nominations.mail.services import outbox
from nominations.mail.services.letters import retry_letter
from tests.support import make
from tests.support.mailbox import Box

LETTER = Letter(
    to="x@example.org", subject="رمز", text="123456\n", html="<p>123456</p>", language="ar",
    message_id="<7b1e@award.example.org>", at=datetime(2025, 11, 24, 8, 0, tzinfo=UTC),
)
DOMAINS = [
    ("user@bücher.example", "user@xn--bcher-kva.example"), ("user@BÜCHER.example", "user@xn--bcher-kva.example"),
    ("user@faß.de", "user@xn--fa-hia.de"), ("user@موقع.مصر", "user@xn--4gbrim.xn--wgbh1c"),
    ("user@şəki.az", "user@xn--ki-eta41h.az"), ("user@xn--bcher-kva.example", "user@xn--bcher-kva.example"),
]
LOCAL_PARTS = [
    ("rené@example.org", "rené@example.org"), ("علي@example.org", "علي@example.org"),
    ("günəl@şəki.az", "günəl@xn--ki-eta41h.az"), ("علي@موقع.مصر", "علي@xn--4gbrim.xn--wgbh1c"),
]


@pytest.fixture(autouse=True)
def _forgotten():
    ANSWERS.forget()


@pytest.fixture
def earnest(world, mail_server):
    """`earnest(box)`: settings of the award itself, with this mail server."""

    def start(box: Box | None, *, utf8: bool = False, **other):
        where = {"smtp_host": "127.0.0.1", "smtp_port": mail_server(box, utf8=utf8)} if box else {}
        mail = {"mode": Mode.PRODUCTION, "smtp_security": "none", "smtp_seconds": 2, "mail_from": "award@example.org"}
        return replace(world.settings, **mail | where | other)

    return start


@pytest.mark.parametrize("utf8", [True, False])
@pytest.mark.parametrize(("typed", "sent"), DOMAINS)
def test_a_domain_leaves_as_ascii_in_envelope_and_header(earnest, typed, sent, utf8):
    box = Box()

    send_letter(replace(LETTER, to=typed), earnest(box, utf8=utf8))

    assert (box.receivers, str(box.letters[0]["To"])) == ([sent], sent)
    assert box.raw[0].partition(b"\r\n\r\n")[0].isascii()


@pytest.mark.parametrize(("typed", "sent"), LOCAL_PARTS)
def test_a_local_part_leaves_in_utf8_and_never_as_an_encoded_word(earnest, typed, sent):
    box = Box()

    send_letter(replace(LETTER, to=typed, to_name="Günel"), earnest(box, utf8=True))

    assert box.receivers == [sent]
    assert f"To: Günel <{sent}>".encode() in box.raw[0]
    assert b"=?" not in box.raw[0].partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize("typed", [typed for typed, _ in LOCAL_PARTS])
def test_where_the_server_does_not_offer_it_the_letter_fails_with_a_sentence(earnest, typed):
    box = Box()

    with pytest.raises(Rejected, match="does not offer SMTPUTF8"):
        send_letter(replace(LETTER, to=typed), earnest(box))

    assert box.letters == []


def test_a_sender_beyond_ascii_is_treated_as_a_receiver_is(earnest):
    box, name = Box(), "Prix <prix@bücher.example>"

    send_letter(LETTER, earnest(box, mail_from=name))
    with pytest.raises(Rejected, match="SMTPUTF8"):
        send_letter(LETTER, earnest(Box(), mail_from="réception@example.org"))

    assert box.senders == ["prix@xn--bcher-kva.example"]


@pytest.mark.parametrize(("to", "kept"), [("x@example.org", False), ("rené@example.org", True)])
def test_an_answer_address_beyond_ascii_never_becomes_an_encoded_word(earnest, to, kept):
    box = Box()

    send_letter(replace(LETTER, to=to, reply_to="علي@example.org"), earnest(box, utf8=True))

    assert ("Reply-To: علي@example.org".encode() in box.raw[0]) is kept
    assert b"Reply-To: =?" not in box.raw[0]


@pytest.mark.parametrize(("typed", "sent"), DOMAINS + LOCAL_PARTS)
def test_typed_either_way_it_is_one_account(world, typed, sent):
    account = signing_in.make_account(world.work("owner"), typed, "en")

    assert signing_in.make_account(world.work("owner"), sent.upper() if sent.isascii() else sent, "en") == account
    assert find_key(f" {sent} ") == parse_address(typed).key


def test_an_address_that_cannot_be_written_to_is_refused_where_it_is_typed(earnest):
    with pytest.raises(Invalid) as no:
        require_writable("rené@example.org", earnest(Box()))
    assert no.value.problems == {"email": ("not_writable", {})}

    require_writable("rene@bücher.example", earnest(Box()))
    require_writable("rené@example.org", earnest(Box(), utf8=True))
    require_writable("rené@example.org", earnest(None, smtp_host="127.0.0.1", smtp_port=9))  # nobody knows


def test_the_server_is_asked_once_for_many(earnest):
    box = Box()
    settings = earnest(box)

    for local in ("é", "ع", "ñ"):
        with pytest.raises(Invalid):
            require_writable(f"{local}@example.org", settings)

    assert box.greetings == 1


def test_who_asks_for_a_code_is_told_at_once(world, earnest):
    work = replace(world.work("owner"), settings=earnest(Box()))

    with pytest.raises(Invalid) as no:
        signing_in.ask_to_enter(work, "rené@example.org", language="en")

    assert no.value.problems == {"email": ("not_writable", {})}
    assert [address for address, _ in world.letters()] == []


@pytest.mark.parametrize("fault", [RuntimeError("odd"), UnicodeEncodeError("ascii", "é", 0, 1, "odd"), KeyError("x")])
@pytest.mark.parametrize("place", ["compose", "connect_server"])
def test_whatever_nobody_foresaw_ends_as_failed_with_its_reason(world, earnest, monkeypatch, fault, place):
    letter = _waiting(world)

    def raise_it(*_given, **_named):
        raise fault

    monkeypatch.setattr(smtp, place, raise_it)
    work = Work(world.session(writes=True), make.SYSTEM, world.clock(), earnest(Box()))

    assert outbox.deliver_letter(work, letter) is LetterState.FAILED
    with world.session() as session:
        kept = session.get_one(tables.Letter, letter)
        assert (kept.state, kept.trouble) == (LetterState.FAILED, f"{type(fault).__name__}: {fault}")
        assert list_due(Work(session, make.SYSTEM, world.clock(), work.settings)) == []


class KilledInTheMiddle(BaseException):
    """`kill -9`: nothing after this runs."""


def test_a_letter_that_kills_its_worker_is_not_tried_for_ever(world, earnest, monkeypatch):
    letter = _waiting(world)

    def die(*_):
        raise KilledInTheMiddle

    monkeypatch.setattr(smtp, "send_letter", die)
    settings = earnest(Box(), mail_tries=3)
    for _ in range(3):
        with pytest.raises(KilledInTheMiddle):
            outbox.deliver_letter(_at_its_time(world, letter, settings), letter)

    assert outbox.deliver_letter(_at_its_time(world, letter, settings), letter) is LetterState.FAILED
    with world.session() as session:
        assert session.get_one(tables.Letter, letter).trouble


def test_a_letter_that_failed_for_good_is_tried_once_more_when_somebody_asks(world, earnest):
    letter, box = _waiting(world), Box("451 later")
    settings = earnest(box, mail_tries=2)
    for _ in range(2):
        outbox.deliver_letter(_at_its_time(world, letter, settings), letter)
    box.answer = "250 OK"
    with world.session(writes=True) as session:
        session.get_one(tables.Letter, letter).edition_id = world.edition_id
        session.commit()

    retry_letter(replace(world.work("head"), settings=settings), world.edition_id, letter)

    assert outbox.deliver_letter(_at_its_time(world, letter, settings), letter) is LetterState.SENT


def test_the_page_for_the_code_says_that_the_letter_could_not_be_sent(world, app, earnest):
    client = app.test_client()
    with client:
        page = client.get("/sign-in").text
        client.post("/sign-in", data={"email": "nobody@example.org", "csrf_token": _token(page)})
    waits = client.get("/sign-in/code").text
    work = Work(world.session(writes=True), make.SYSTEM, world.clock(), earnest(Box(at_rcpt="550 nobody here")))
    [letter] = list_due(work)
    outbox.deliver_letter(work, letter)

    assert "could not send the email" not in waits
    assert 'data-delivery="waiting"' in waits
    assert "could not send the email to nobody@example.org" in client.get("/sign-in/code").text
    with world.session() as session:
        assert find_newest_state(session, "sign_in", "nobody@example.org") is LetterState.FAILED


def test_a_letter_that_waits_for_long_is_named_with_its_next_try(world, earnest):
    letter = _waiting(world)
    outbox.deliver_letter(_at_its_time(world, letter, earnest(Box("451 later"))), letter)

    with world.session() as session:
        now = world.clock()
        assert list_waiting(session, now) == []
        [waiting] = list_waiting(session, now + WAITS_LONG)

    assert (waiting.tries, waiting.trouble) == (1, "451 later")
    assert "after 1 tries, the next try is at" in describe_waiting(waiting)


def _waiting(world):
    work = world.work("owner")
    with work.transaction() as session:
        return work.send_mail("password_changed", session.get_one(type(world.person("owner")), work.actor.id)).id


def _at_its_time(world, letter, settings) -> Work:
    with world.session() as session:
        due = session.scalar(select(tables.Letter.next_try_at).where(tables.Letter.id == letter))
    return Work(world.session(writes=True), make.SYSTEM, due, settings)


def _token(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]
