"""Letters through a real SMTP server on loopback: well, badly, and when nobody answers."""

import socket
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from nominations.core.settings import load_settings
from nominations.mail.adapters.smtp import Letter, NoServer, Rejected, TryLater, compose, send_letter
from tests.support.mailbox import Box

LETTER = Letter(
    to="applicant@example.org",
    to_name="ليلى حسن",
    subject="استلمنا ترشيحكم NHA-2025-P-0042 — جائزة ناتوان للتراث، الدورة الأولى، للمدن التاريخية في العالم",
    text="شكرًا لكم.\n" + "سطر طويل جدًا " * 200 + "\n",
    html='<html lang="ar" dir="rtl"><p>شكرًا لكم.</p></html>',
    language="ar",
    message_id="<7b1e@award.example.org>",
    at=datetime(2025, 11, 24, 8, 0, tzinfo=UTC),
)


@pytest.fixture
def post(tmp_path, mail_server):
    def start(box: Box, **other):
        return settings(tmp_path, smtp_host="127.0.0.1", smtp_port=mail_server(box), **other)

    return start


def settings(tmp_path, **other):
    mail = {"mode": "demonstration", "smtp_security": "none", "mail_from": "Natavan Award <award@example.org>"}
    return load_settings(tmp_path, {}, mail | {"smtp_seconds": 1} | other)


def test_an_arabic_letter_arrives_whole(post):
    box = Box()

    send_letter(LETTER, post(box))

    (letter,) = box.letters
    plain, html = letter.iter_parts()
    assert (letter["Subject"], str(letter["To"])) == (LETTER.subject, "ليلى حسن <applicant@example.org>")
    assert letter["From"] == "Natavan Award <award@example.org>"
    assert (letter["Message-ID"], letter["Content-Language"]) == (LETTER.message_id, "ar")
    assert letter["Date"].datetime == LETTER.at
    assert letter["Auto-Submitted"] == "auto-generated"
    assert (plain.get_content_type(), plain.get_content().replace("\r\n", "\n")) == ("text/plain", LETTER.text)
    assert (html.get_content_type(), html.get_content().strip()) == ("text/html", LETTER.html)


def test_a_line_on_the_wire_is_never_too_long():
    assert max(map(len, compose(LETTER, "a@example.org").as_bytes().split(b"\r\n"))) <= 998


@pytest.mark.parametrize("field", ["to", "to_name", "subject", "message_id", "reply_to"])
def test_a_line_break_makes_no_header(field):
    values = {name: getattr(LETTER, name) for name in LETTER.__slots__}
    good = {"to": "a@example.org", "reply_to": "b@example.org"}.get(field, "x")

    try:
        message = compose(Letter(**values | {field: f"{good}\r\nBcc: everybody@example.org\x00"}), "a@example.org")
    except ValueError:
        return

    again = message_from_bytes(message.as_bytes(), policy=default)
    assert (again["Bcc"], len(again["To"].addresses)) == (None, 1)


@pytest.mark.parametrize(("field", "header"), [("to_name", "To"), ("subject", "Subject")])
def test_a_letter_with_a_line_break_in_a_name_or_subject_leaves_all_the_same(field, header):
    """The library would refuse it, and the letter would never leave."""
    values = {name: getattr(LETTER, name) for name in LETTER.__slots__}

    message = compose(Letter(**values | {field: "x\r\nBcc: everybody@example.org"}), "a@example.org")

    again = message_from_bytes(message.as_bytes(), policy=default)
    assert again["Bcc"] is None
    assert "x  Bcc: everybody@example.org" in str(again[header])


@pytest.mark.parametrize(
    ("box", "error", "answer"),
    [
        (Box("451 try again"), TryLater, "451 try again"),
        (Box("552 too much"), Rejected, "552 too much"),
        (Box(at_rcpt="450 grey"), TryLater, "450 grey"),
        (Box(at_rcpt="550 nobody here"), Rejected, "550 nobody here"),
    ],
)
def test_what_the_server_says_decides_between_later_and_never(post, box, error, answer):
    with pytest.raises(error) as refused:
        send_letter(LETTER, post(box))

    assert str(refused.value) == answer


def test_a_server_that_vanishes_after_the_letter_gets_the_same_letter_again(post):
    box = Box("drop")
    with pytest.raises(TryLater):
        send_letter(LETTER, post(box))
    box.answer = "250 OK"

    send_letter(LETTER, post(box))

    assert [letter["Message-ID"] for letter in box.letters] == [LETTER.message_id] * 2


def test_nobody_there_means_later(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(TryLater, match="ConnectionRefusedError"):
            send_letter(LETTER, settings(tmp_path, smtp_host="127.0.0.1", smtp_port=taken.getsockname()[1]))


def test_a_server_that_does_not_answer_is_given_up_after_the_limit(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TryLater, match="timed out"):
        send_letter(LETTER, settings(tmp_path, smtp_host="127.0.0.1", smtp_port=silent.getsockname()[1]))


def test_a_server_without_encryption_is_not_trusted_when_encryption_is_asked_for(post):
    box = Box()

    with pytest.raises(Rejected, match="STARTTLS"):
        send_letter(LETTER, post(box, smtp_security="starttls"))

    assert box.letters == []


def test_without_a_server_the_letter_is_kept(tmp_path):
    with pytest.raises(NoServer):
        send_letter(LETTER, settings(tmp_path))
