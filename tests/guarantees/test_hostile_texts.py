"""Every field of every form of every page takes every hostile text: kept or refused at its field, never an accident."""

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from nominations.screening.queries import nomination_filters
from tests.guarantees import route_values
from tests.guarantees.matrix_requests import MATRIX, Route, Site, rehearsed
from tests.support import hostile_texts
from tests.support.page import Document, faults_of, insist

GETS = [route for route in MATRIX if route.method == "GET"]
TEXTS = {
    "NUL": hostile_texts.NUL,
    "escape": hostile_texts.ESCAPE,
    "lone surrogate": hostile_texts.LONE_HIGH_SURROGATE,
    "noncharacter": hostile_texts.LAST_NONCHARACTER,
    "override": hostile_texts.DIRECTIONS["override left open"],
    "formula": hostile_texts.FORMULAS["command"],
    "marker": hostile_texts.MARKER,
    "end of textarea": hostile_texts.MARKUP["end of textarea"],
    "template": hostile_texts.TEMPLATES["jinja"],
    "percent": hostile_texts.TEMPLATES["percent"],
    "Arabic": hostile_texts.ARABIC,
    "long": "a" * 100_000,
    "long line of figures": "9" * 5_000,
}
# What PostgreSQL cannot hold and SQLite can, were it not refused before: tried with each form on both.
OTHERWISE_ON_POSTGRESQL = {"NUL", "lone surrogate", "long line of figures", "\ud800", "\x00", "9" * 30}
# What a list or a hidden field may be made to send.
ODD_CHOICES = ("", "9" * 30, "9" * 5_000, "../x", "\ud800", "\x00", hostile_texts.MARKER, str(UUID(int=0)))
_TYPED = {"text", "email", "tel", "url", "number", "date", "time", "search", "password"}
# These leave the session, so the persona would be somebody else afterwards.
_LEAVING = ("/sign-out", "/demonstration/enter/", "/sign-in/link/")
# Those who meet forms of their own; the others see what one of these sees, or less.
PRESSING = ("visitor", "owner", "stranger", "assigned", "unassigned", "chair", "officer", "head", "auditor")


@dataclass(frozen=True)
class Form:
    """A form as it was found: where it sends, its typed fields, its other fields with what they hold."""

    address: str
    instant: datetime
    typed: tuple[str, ...]
    chosen: tuple[tuple[str, str], ...]
    multipart: bool

    def body(self, token: str, text: str | None, choice: str | None) -> list[tuple[str, str]]:
        """Every typed field filled with `text`, every other with `choice`; as the page had it where that is None."""
        return [("csrf_token", token), *((name, text if text is not None else "words") for name in self.typed),
                *((name, value if choice is None else choice) for name, value in self.chosen)]


@dataclass
class Walk:
    """The forms and pages that a persona can open; collected once, because reading changes nothing."""

    forms: dict[str, list[Form]] = field(default_factory=dict)


def forms_of(site: Site, persona: str) -> list[Form]:
    """Every form that sends something, of every page that opens to this persona; each kind of form once."""
    client, _ = site.kept_browser(persona)
    forms: dict[tuple, Form] = {}
    for route in GETS:
        if route.outcomes[persona] != "in":
            continue
        for instant in (route_values.instant(route.place), route_values.make.CLOSE + route_values.make.A_MOMENT):
            site.world.clock.turn_to(instant)
            client, _ = site.kept_browser(persona)
            address = site.address(route.place)
            with rehearsed():
                answer = client.get(address, follow_redirects=True)
            if answer.mimetype == "text/html":
                for form in _forms(Document(answer.text), address, instant):
                    path = urlsplit(form.address).path
                    own = not path.startswith("/account") or persona == "owner"
                    if own and not path.startswith(_LEAVING):
                        forms.setdefault((path, form.typed, _names(form)), form)
            answer.close()
    return list(forms.values())


def _names(form: Form) -> tuple[str, ...]:
    return tuple(name for name, _value in form.chosen)


def _forms(page: Document, address: str, instant: datetime) -> Iterator[Form]:
    for form in page.all("form"):
        if form.get("method", "get").lower() != "post":
            continue
        typed, chosen = [], {}
        outside = [part for part in page.all("[form]") if part.get("form") == (form.get("id") or object())]
        for part in [*form.iter(), *outside]:
            name, kind = part.get("name"), part.get("type", "text").lower()
            if not name or name == "csrf_token" or kind == "file":
                continue
            if part.tag == "textarea" or (part.tag == "input" and kind in _TYPED):
                typed.append(name)
            elif part.tag in ("input", "select", "button"):
                options = [option.get("value", "") for option in part.iter("option")]
                chosen.setdefault(name, part.get("value") or next(filter(None, options), "on"))
        yield Form(urljoin(address, form.get("action") or address), instant, tuple(typed), tuple(chosen.items()),
                   form.get("enctype") == "multipart/form-data")


def press(client: FlaskClient, form: Form, body: list[tuple[str, str]]) -> TestResponse:
    """Send it as a hostile client would: a lone surrogate as its three bytes."""
    if not form.multipart:
        sent = urlencode(body, encoding="utf-8", errors="surrogatepass").encode()
        return client.post(_path(form.address), data=sent, content_type="application/x-www-form-urlencoded")
    parts = b"".join(
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + value.encode("utf-8", "surrogatepass") + b"\r\n" for name, value in body
    )
    return client.post(_path(form.address), data=parts + b"--edge--\r\n",
                       content_type="multipart/form-data; boundary=edge")


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def faults(answer: TestResponse, what: str) -> list[str]:
    """Unexpected errors, and pages with faults."""
    if answer.status_code >= 500:
        return [f"{what}: {answer.status_code}"]
    if answer.mimetype != "text/html" or answer.location:
        return []
    return [f"{what} -> {answer.status_code}: {fault}" for fault in faults_of(answer.text, answer.headers)]


@pytest.fixture(scope="module")
def walk() -> Walk:
    return Walk()


def press_every_button(site: Site, walk: Walk, persona: str, text: str | None, choice: str | None) -> list[str]:
    """What went wrong when the persona pressed every button with this in every field."""
    if persona not in walk.forms:
        walk.forms[persona] = forms_of(site, persona)
    wrong = []
    for form in walk.forms[persona]:
        if text is not None and not form.typed:
            continue
        site.world.clock.turn_to(form.instant)
        client, token = site.kept_browser(persona)
        with rehearsed():
            answer = press(client, form, form.body(token, text, choice))
        wrong += faults(answer, _path(form.address))
        answer.close()
    return wrong


def on_both(values):
    """With a mark on those that the two databases take differently."""
    return [pytest.param(value, marks=pytest.mark.both_databases if value in OTHERWISE_ON_POSTGRESQL else ())
            for value in values]


@pytest.mark.parametrize("text", on_both(TEXTS))
@pytest.mark.parametrize("persona", PRESSING)
def test_no_text_breaks_a_form(site, walk, persona, text):
    insist(press_every_button(site, walk, persona, TEXTS[text], None), persona)


@pytest.mark.parametrize("choice", on_both(ODD_CHOICES), ids=ascii)
@pytest.mark.parametrize("persona", PRESSING)
def test_no_value_of_a_list_or_of_a_hidden_field_breaks_a_form(site, walk, persona, choice):
    insist(press_every_button(site, walk, persona, None, choice), persona)


_EVERYWHERE = {"lang", "next"}
CHUNKS = [hostile_texts.ODD_PARAMETERS[start:start + 10] for start in range(0, len(hostile_texts.ODD_PARAMETERS), 10)]
FOR_POSTGRESQL = ("\x00", "\ud800", "9" * 30, "1e9", "%", "a" * 5_000)


@pytest.mark.parametrize(("persona", "values"), [
    *((persona, values) for persona in ("visitor", "owner", "assigned", "head") for values in CHUNKS),
    pytest.param("head", FOR_POSTGRESQL, marks=pytest.mark.both_databases),
], ids=lambda one: one if isinstance(one, str) else ascii(one[0][:8]))
def test_no_parameter_of_an_address_breaks_a_page(site, persona, values):
    """Each parameter of each page by itself, so that no other one is refused before it is looked at."""
    wrong, value = [], cycle(values)
    for route in GETS:
        if route.outcomes[persona] != "in":
            continue
        site.world.clock.turn_to(route_values.instant(route.place))
        client, _ = site.kept_browser(persona)
        for name in parameters(site, route):
            odd = next(value)
            query = urlencode({name: odd}, encoding="utf-8", errors="surrogatepass")
            answer = client.get(f"{site.address(route.place)}?{query}")
            wrong += faults(answer, f"{route}?{name}={odd[:40]!a}")
            answer.close()
    insist(wrong, persona)


def parameters(site: Site, route: Route) -> list[str]:
    """Every word that the module of the view quotes, or the filter of the table where it has one."""
    module = sys.modules[site.app.view_functions[route.endpoint].__module__]
    source = inspect.getsource(module)
    if "listing import" in source:
        source += inspect.getsource(nomination_filters)
    asked = re.findall(r"args\.get(?:list)?\(\"(\w+)\"|chosen_ids\(\"(\w+)\"|given\.get\(\"(\w+)\"", source)
    listed = re.findall(r"\"(\w+)\"", " ".join(re.findall(r"(?:_FILTERS|for key in) ?=? ?\(([^)]*)\)", source)))
    return sorted({word for match in asked for word in match if word} | set(listed) | _EVERYWHERE)
