"""Hands one letter to the mail server and says what became of it: sent, try again later, or never.

The letter comes with its Message-ID and its date, so a second try after a lost answer is the same letter.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from nominations.core.settings import Settings
from nominations.mail.adapters.international import needs_smtputf8, with_ascii_domain


class MailError(Exception):
    """The letter did not leave. The message is for the secretariat: what the server said, on one line."""


class NoServer(MailError):
    """No mail server is set; letters are kept and can be read on a page."""


class TryLater(MailError):
    """The server is away, slow, or said 4xx: the same letter may pass later."""


class Rejected(MailError):
    """The server said 5xx: this letter will never pass as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail program shows. `message_id` is `<unique@host>` and never changes for one letter."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    message_id: str
    at: datetime
    to_name: str = ""
    reply_to: str = ""


def send_letter(letter: Letter, settings: Settings) -> None:
    """Returns when the server has taken the letter. Raises `NoServer`, `TryLater` or `Rejected`."""
    if not settings.smtp_host:
        raise NoServer("No mail server is set.")
    message = compose(letter, settings.mail_from)
    sender, receiver = with_ascii_domain(parseaddr(settings.mail_from)[1]), with_ascii_domain(letter.to)
    try:
        with connect_server(settings) as server:
            if needs_smtputf8(sender) or needs_smtputf8(receiver):
                _require_smtputf8(server)
            server.send_message(message, sender, [receiver])
    except smtplib.SMTPRecipientsRefused as refused:
        code, answer = next(iter(refused.recipients.values()))
        raise _answer(code, answer) from None
    except smtplib.SMTPResponseException as refused:
        raise _answer(refused.smtp_code, refused.smtp_error) from None
    except smtplib.SMTPNotSupportedError as missing:
        raise Rejected(_line(str(missing))) from None
    except (smtplib.SMTPException, OSError) as lost:
        raise TryLater(_line(f"{type(lost).__name__}: {lost}")) from None


def compose(letter: Letter, sender: str) -> EmailMessage:
    """The letter as it travels: plain text first, HTML beside it. Line breaks in a header become spaces.

    Raises `ValueError` for an address that is none.
    """
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    message["From"] = _mailbox(name, address)
    message["To"] = _mailbox(letter.to_name, letter.to)
    # Where every other header is ASCII, this one has to be: a letter without it is better than none.
    if letter.reply_to and (needs_smtputf8(letter.to) or not needs_smtputf8(letter.reply_to)):
        message["Reply-To"] = _mailbox("", letter.reply_to)
    message["Subject"] = _line(letter.subject)
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = _line(letter.message_id)
    # Holiday notices need not answer us.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="base64" if not letter.text.isascii() else None)
    message.add_alternative(letter.html, subtype="html", cte="base64" if not letter.html.isascii() else None)
    # Only now: setting the content moves every Content header into the parts.
    for part in (message, *message.iter_parts()):
        part["Content-Language"] = letter.language
    return message


def _require_smtputf8(server: smtplib.SMTP) -> None:
    server.ehlo_or_helo_if_needed()
    if not server.has_extn("smtputf8"):
        raise Rejected("The mail server does not offer SMTPUTF8, so it cannot write to an address with letters beyond "
                       "ASCII before the @.")


@contextmanager
def connect_server(settings: Settings, *, seconds: int | None = None) -> Iterator[smtplib.SMTP]:
    """A connection as the settings want it; a farewell that gets no answer takes nothing back."""
    where, timeout = (settings.smtp_host, settings.smtp_port), seconds or settings.smtp_seconds
    server: smtplib.SMTP
    if settings.smtp_security == "tls":
        server = smtplib.SMTP_SSL(*where, timeout=timeout, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(*where, timeout=timeout)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        yield server
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            return
    finally:
        server.close()


def _answer(code: int, answer: bytes | str) -> MailError:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    kind = Rejected if code >= 500 else TryLater
    return kind(_line(f"{code} {text}"))


def _mailbox(name: str, address: str) -> Address:
    """A receiver or sender in a header. The library takes letters beyond ASCII before the @ only on their own."""
    plain = with_ascii_domain(_line(address))
    if not needs_smtputf8(plain):
        return Address(_line(name), addr_spec=plain)
    local, _, domain = plain.rpartition("@")
    return Address(_line(name), username=local, domain=domain)


def _line(text: str) -> str:
    """`text` on one line without control characters: it can begin no header of its own."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()
