"""An email from a text template: its first line is the subject, the rest becomes plain text and the same in HTML."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup, escape

from nominations.core.language import direction, make_jinja, use_language

_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """A mail as it will be sent."""

    subject: str
    text: str
    html: str


@cache
def _jinja() -> Environment:
    return make_jinja()


@cache
def _plain() -> Environment:
    return make_jinja(plain=True)


def render_mail(template: str, language: str, public_address: str, values: Mapping[str, object]) -> RenderedMail:
    """Render `mail/<template>.txt` in `language`; `address_of(path)` in it gives a full link."""
    with use_language(language):
        rendered = _plain().get_template(f"mail/{template}.txt").render(
            **values, address_of=lambda path: public_address.rstrip("/") + path
        )
        first, _, body = rendered.strip().partition("\n")
        # A subject is one line whatever a title or a name holds.
        subject = " ".join(first.split())
        text = re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n"
        html = _jinja().get_template("mail/frame.html").render(
            subject=subject, paragraphs=[_link_lines(part) for part in text.strip().split("\n\n")],
            lang=language, dir=direction(language),
        )
    return RenderedMail(subject, text, html)


def _link_lines(paragraph: str) -> list[Markup]:
    return [link_addresses(line) for line in paragraph.split("\n")]


def link_addresses(line: str) -> Markup:
    """A line of plain text, escaped, with each web address in it as a link."""
    parts, at = [], 0
    for match in _LINK.finditer(line):
        parts += [escape(line[at:match.start()]), Markup('<a href="{0}">{0}</a>').format(match[0])]
        at = match.end()
    return Markup("").join([*parts, escape(line[at:])])


def message_id(public_address: str) -> str:
    """A new Message-ID. It is stored with the letter, so that every try to send it has the same."""
    return f"<{secrets.token_hex(16)}@{urlsplit(public_address).hostname or 'localhost'}>"
