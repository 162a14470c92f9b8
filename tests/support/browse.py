"""Uses the application as a person without script would: follows links, fills in forms, presses buttons.

Every response on the way, redirects included, is checked by tests/support/page.py.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.page import Document, faults_of, header_faults, insist, text, words

Value = str | bool | list[str]
File = tuple[str, bytes]  # its name, its content
Pairs = list[tuple[str, str | File]]

_BOUNDARY = "a-boundary-that-no-test-text-holds"
_BUTTONS = "button, input[type=submit]"


@dataclass(frozen=True)
class Page:
    """One response as a person sees it, with the links and buttons to continue from there."""

    client: FlaskClient
    url: str
    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @cached_property
    def document(self) -> Document:
        assert self.response.mimetype == "text/html", f"{self.url} is {self.response.mimetype}, not a page"
        return Document(self.response.get_data(as_text=True))

    @property
    def heading(self) -> str:
        return self.text("h1")

    @property
    def title(self) -> str:
        return self.text("head > title")

    @property
    def language(self) -> str:
        return self.document.root.get("lang", "")

    def texts(self, css: str) -> list[str]:
        """The text of every element that the selector finds."""
        return [words(text(element)) for element in self.document.all(css)]

    def text(self, css: str) -> str:
        """The text of the only element that the selector finds."""
        matches = self.texts(css)
        assert len(matches) == 1, f"{css!r} finds {matches} on {self.url}"
        return matches[0]

    def has(self, css: str) -> bool:
        return bool(self.document.all(css))

    @property
    def links(self) -> list[tuple[str, str]]:
        """The text and address of each link."""
        return [(self.document.name(link), link.get("href")) for link in self.document.all("a[href]")]

    @property
    def buttons(self) -> list[str]:
        """The text of each button that submits a form."""
        return [self.document.name(button) for button in self.document.all(_BUTTONS) if _sends(button)]

    @property
    def forms(self) -> list[dict[str, Value]]:
        """The current values of each form, by the names of its fields."""
        return [_values_by_name(self._fields(form)) for form in self.document.all("form")]

    def visit(self, url: str) -> "Page":
        """Open another address as the same person."""
        return fetch(self.client, urljoin(self.url, url))

    def follow(self, name: str) -> "Page":
        """Follow the link with this text; several may have it if they have the same address."""
        addresses = {address for words_, address in self.links if words_ == name}
        assert len(addresses) == 1, f"{name!r} leads to {addresses or 'nowhere'} on {self.url}; links: {self.links}"
        return self.visit(addresses.pop())

    def press(
        self,
        button: str,
        fields: Mapping[str, Value] | None = None,
        files: Mapping[str, File | list[File]] | None = None,
        *,
        within: str = "body",
    ) -> "Page":
        """Fill in the form of the button, press it, and follow the redirects.

        A field that the page does not show cannot be filled: that is a mistake in the page or in the test.
        `within` is a selector for where to look when several buttons have the same words.
        """
        pressed = self._button(button, within)
        form = self._form_of(pressed)
        shown = self._fields(form)
        chosen = _fill(shown, fields or {}, files or {})
        if pressed.get("name"):
            chosen.append((pressed.get("name"), pressed.get("value", "")))
        address = urljoin(self.url, pressed.get("formaction") or form.get("action") or self.url)
        if (pressed.get("formmethod") or form.get("method", "get")).lower() == "get":
            return fetch(self.client, f"{address.partition('?')[0]}?{_encode(chosen)}")
        return post(self.client, address, chosen, multipart=form.get("enctype") == "multipart/form-data")

    def _button(self, name: str, within: str) -> Element:
        scopes = {part for scope in self.document.all(within) for part in scope.iter()}
        named = [
            button for button in self.document.all(_BUTTONS)
            if _sends(button) and button in scopes and self.document.name(button) == name
        ]
        assert len(named) == 1, f"{len(named)} buttons say {name!r} on {self.url}; there are {self.buttons}"
        assert named[0].get("disabled") is None, f"the button {name!r} on {self.url} is disabled"
        return named[0]

    def _form_of(self, button: Element) -> Element:
        if id_ := button.get("form"):
            return self.document.ids[id_]
        above = [form for form in self.document.above(button) if form.tag == "form"]
        assert above, f"the button {self.document.name(button)!r} on {self.url} stands in no form"
        return above[0]

    def _fields(self, form: Element) -> list[Element]:
        """The form's fields that can be sent, in the order of the page."""
        inside = set(form.iter())
        return [
            field for field in self.document.all("input[name], select[name], textarea[name]")
            if ((field in inside and not field.get("form")) or field.get("form") == (form.get("id") or object()))
            and field.get("type") not in {"submit", "button", "reset", "image"}
            and field.get("disabled") is None
            and not any(a.tag == "fieldset" and a.get("disabled") is not None for a in self.document.above(field))
        ]


def _sends(button: Element) -> bool:
    return button.get("type", "submit") == "submit"


def _kind(field: Element) -> str:
    return field.get("type", "text").lower() if field.tag == "input" else field.tag


def _options(select: Element) -> list[Element]:
    return [option for option in select.iter("option") if option.get("disabled") is None]


def _option_value(option: Element) -> str:
    return option.get("value", words(text(option)))


def _default(field: Element) -> list[str]:
    """What the field sends where nobody changes it."""
    match _kind(field):
        case "checkbox" | "radio":
            return [field.get("value", "on")] if field.get("checked") is not None else []
        case "select":
            options = _options(field)
            chosen = [_option_value(option) for option in options if option.get("selected") is not None]
            if field.get("multiple") is not None:
                return chosen
            return chosen[-1:] or [_option_value(option) for option in options[:1]]
        case "textarea":
            return [field.text or ""]
        case "file":
            return []
        case _:
            return [field.get("value", "")]


def _values_by_name(fields: list[Element]) -> dict[str, Value]:
    """By name; boxes and lists of several hold lists."""
    held: dict[str, Value] = {}
    for field in fields:
        values, name = _default(field), field.get("name")
        if _kind(field) == "checkbox" or field.get("multiple") is not None:
            held[name] = [*held.get(name, []), *values]
        elif _kind(field) != "radio" or values or name not in held:
            held[name] = values[0] if values else ""
    return held


def _fill(shown: list[Element], fields: Mapping[str, Value], files: Mapping[str, File | list[File]]) -> Pairs:
    names = {field.get("name") for field in shown}
    assert not (strangers := {*fields, *files} - names), f"no field is called {strangers}; there are {sorted(names)}"
    fields = {name: list(value) if isinstance(value, list) else value for name, value in fields.items()}
    chosen: Pairs = []
    for field in shown:
        name, kind = field.get("name"), _kind(field)
        if kind == "file":
            given = files.get(name) or [("", b"")]
            chosen += [(name, file) for file in ([given] if isinstance(given, tuple) else given)]
        elif name not in fields:
            chosen += [(name, value) for value in _default(field)]
        elif kind in {"checkbox", "radio"}:
            _insist_on_offered(name, fields[name], [_own_value(other) for other in shown if other.get("name") == name])
            if _is_chosen(_own_value(field), fields[name]):
                chosen.append((name, _own_value(field)))
        elif kind == "select":
            _insist_on_offered(name, fields[name], [_option_value(option) for option in _options(field)])
            chosen += [(name, value) for value in _several(fields[name])]
        else:
            given = fields[name]
            # A repeated text field takes its values one by one, as a person fills them from the top.
            value = given.pop(0) if isinstance(given, list) and given else given
            assert isinstance(value, str), f"{name!r} takes one text for each of its fields"
            chosen.append((name, value))
    return chosen


def _own_value(box: Element) -> str:
    return box.get("value", "on")


def _several(given: Value) -> list[str]:
    return given if isinstance(given, list) else [given] if isinstance(given, str) else []


def _is_chosen(value: str, given: Value) -> bool:
    return given if isinstance(given, bool) else value in _several(given)


def _insist_on_offered(name: str, given: Value, offered: list[str]) -> None:
    assert not (missing := set(_several(given)) - {*offered, ""}), f"{name!r} does not offer {missing}, only {offered}"


def _as_sent(value: str) -> str:
    """A browser sends every new line as CR LF."""
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def _encode(pairs: Pairs) -> str:
    # A lone surrogate cannot be typed, but it can be sent; "surrogatepass" sends what a hostile client would.
    sent = [(name, _as_sent(value) if isinstance(value, str) else value[0]) for name, value in pairs]
    return urlencode(sent, encoding="utf-8", errors="surrogatepass")


def _in_parts(pairs: Pairs) -> bytes:
    body = bytearray()
    for name, value in pairs:
        body += f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        if isinstance(value, tuple):
            file_name, content = value
            quoted = file_name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            body += f'; filename="{quoted}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode() + content
        else:
            body += b"\r\n\r\n" + _as_sent(value).encode("utf-8", "surrogatepass")
        body += b"\r\n"
    return bytes(body + f"--{_BOUNDARY}--\r\n".encode())


def fetch(client: FlaskClient, url: str) -> Page:
    """GET an address of the application and follow its redirects."""
    return _arrive(client, url, client.get(_path(url)))


def post(client: FlaskClient, url: str, pairs: Pairs, *, multipart: bool = False) -> Page:
    """POST what a form holds, as a browser encodes it, and follow the redirects."""
    given = [name for name, value in pairs if isinstance(value, tuple) and value[0]]
    assert multipart or not given, f"the form to {url} takes files {given} and is not multipart/form-data"
    if multipart:
        body, kind = _in_parts(pairs), f"multipart/form-data; boundary={_BOUNDARY}"
    else:
        body, kind = _encode(pairs).encode(), "application/x-www-form-urlencoded"
    return _arrive(client, url, client.post(_path(url), data=body, content_type=kind))


def _arrive(client: FlaskClient, url: str, response: TestResponse) -> Page:
    for _ in range(10):
        page = Page(client, url, response)
        insist(_faults(page), f"{response.request.method} {url} -> {page.status}")
        if not response.location:
            return page
        assert response.request.method == "GET" or page.status not in {307, 308}, f"{url} asks to send it all again"
        url = urljoin(url, response.location)
        response = client.get(_path(url))
    raise AssertionError(f"{url} redirects without end")


def _faults(page: Page) -> Iterator[str]:
    yield from header_faults(page.response.headers, path=urlsplit(page.url).path)
    if page.response.mimetype == "text/html" and not page.response.location:
        yield from faults_of(page.response.get_data(as_text=True), page.response.headers, lambda _: page.document)


def _path(url: str) -> str:
    parts = urlsplit(url)
    assert parts.netloc in {"", "localhost"}, f"{url} leads out of the application"
    return parts.path + (f"?{parts.query}" if parts.query else "")


@pytest.fixture
def browse(app, sign_in) -> Callable[..., Page]:
    """`browse(person, endpoint, **values)`: the page as that person sees it; `None` is a visitor.

    An address beginning with a slash may stand in place of the endpoint; `acting` names the role for who has several.
    """

    def open_page(person: object | None, endpoint: str, *, acting: object | None = None, **values: object) -> Page:
        roles = () if acting is None else (acting,)
        client = app.test_client() if person is None else sign_in(person, *roles)
        if endpoint.startswith("/"):
            return fetch(client, endpoint + (f"?{urlencode(values)}" if values else ""))
        with app.test_request_context():
            address = url_for(endpoint, **values)
        return fetch(client, address)

    return open_page


def parameters(url: str) -> dict[str, str]:
    """The query of an address."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
