"""How a mail reads: a text template whose first line is the subject becomes subject, plain text and its HTML twin."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup, escape

from nominations.core.language import direction, environment, speaking

_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as it will be sent."""

    subject: str
    text: str
    html: str


@cache
def _jinja() -> Environment:
    return environment()


@cache
def _plain() -> Environment:
    return environment(plain=True)


def write(template: str, language: str, public_address: str, values: Mapping[str, object]) -> Written:
    """Render `mail/<template>.txt` in `language`; `address_of(path)` in it gives a full link."""
    with speaking(language):
        rendered = _plain().get_template(f"mail/{template}.txt").render(
            **values, address_of=lambda path: public_address.rstrip("/") + path
        )
        first, _, body = rendered.strip().partition("\n")
        # A subject is one line whatever a title or a name holds.
        subject = " ".join(first.split())
        text = re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n"
        html = _jinja().get_template("mail/frame.html").render(
            subject=subject, paragraphs=[_linked(part) for part in text.strip().split("\n\n")],
            lang=language, dir=direction(language),
        )
    return Written(subject, text, html)


def _linked(paragraph: str) -> list[Markup]:
    return [linked(line) for line in paragraph.split("\n")]


def linked(line: str) -> Markup:
    """A line of plain text, escaped, with its links made into links."""
    parts, at = [], 0
    for found in _LINK.finditer(line):
        parts += [escape(line[at:found.start()]), Markup('<a href="{0}">{0}</a>').format(found[0])]
        at = found.end()
    return Markup("").join([*parts, escape(line[at:])])


def message_id(public_address: str) -> str:
    """A Message-ID that stays the same however often the letter is tried."""
    return f"<{secrets.token_hex(16)}@{urlsplit(public_address).hostname or 'localhost'}>"
