"""Calls every endpoint of the application as every persona, and reads the matrix of the expected outcomes."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from nominations.core.settings import load_settings
from nominations.core.tables import Base
from nominations.core.work import Work
from nominations.web.rate_limit import RateLimit
from tests.guarantees import route_values
from tests.guarantees.furnished_world import Things, furnish
from tests.support import make
from tests.support.page import header_faults, insist
from tests.support.worlds import TurnableClock, World, application, fill, signed_in

PERSONAS = ("visitor", "owner", "stranger", "assigned", "unassigned", "recused", "chair", "officer", "head",
            "observer", "auditor", "revoked", "foreign_head")
TOKEN = re.compile(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"')
_FOLDER = Path(__file__).parent / "matrix"
# The two tables that a GET may write (decision 24).
EXEMPT = {"session", "access"}


@dataclass(frozen=True)
class Route:
    """One line of the matrix: a route, perhaps with a variant behind `#`, and the expected outcome for each persona."""

    method: str
    place: str
    outcomes: dict[str, str]

    @property
    def endpoint(self) -> str:
        return self.place.partition("#")[0]

    def __str__(self) -> str:
        return f"{self.method} {self.place}"


def matrix() -> list[Route]:
    """Every line of every file; the first line of a file names its columns."""
    lines = []
    for file in sorted(_FOLDER.glob("*.txt")):
        head, *texts = file.read_text("utf-8").splitlines()
        columns = head.split()[2:]
        for text in filter(None, texts):
            method, place, *cells = text.split()
            assert len(cells) == len(columns), f"{file.name}: {text}"
            lines.append(Route(method, place, dict(zip(columns, cells, strict=True))))
    return lines


MATRIX = matrix()


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every route of the application, HEAD and OPTIONS aside."""
    return {
        (method, rule.endpoint) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def outcome(response: TestResponse) -> str:
    """The outcome of a response: `in`, a redirect to `sign-in`, `undertake` or `declare`, or else the status."""
    if response.status_code in (302, 303, 308):
        path = urlsplit(response.location).path
        if path == "/sign-in" and response.request.path != "/sign-in/code":
            return "sign-in"
        for word in ("undertaking", "declaration"):
            if path.endswith(f"/{word}") and not response.request.path.endswith(f"/{word}"):
                return {"undertaking": "undertake", "declaration": "declare"}[word]
        return "in"
    return "in" if response.status_code in (200, 201, 204, 422) else str(response.status_code)


@dataclass
class Site:
    """The application over the furnished world, with a client for each persona."""

    app: Flask
    world: World
    things: Things
    _clients: dict[tuple, tuple[FlaskClient, str]] = field(default_factory=dict)

    def address(self, place: str, **other: object) -> str:
        """The address of an endpoint in this world."""
        endpoint = place.partition("#")[0]
        wanted = {name for rule in self.app.url_map.iter_rules(endpoint) for name in rule.arguments}
        given = route_values.values(place, self.things) | other
        assert wanted <= given.keys(), (
            f"tests/guarantees/route_values.py does not know {wanted - given.keys()} of {endpoint}"
        )
        with self.app.test_request_context():
            return url_for(endpoint, **{name: given[name] for name in wanted})

    def browser(self, persona: str) -> tuple[FlaskClient, str]:
        """A browser of this persona and its CSRF token."""
        client = self.app.test_client() if persona == "visitor" else signed_in(self.app, self.world, persona)
        page = client.get("/sign-in" if persona == "visitor" else "/account").text
        return client, TOKEN.search(page)[1]

    def kept_browser(self, persona: str) -> tuple[FlaskClient, str]:
        """The same browser each time; another one after the close, when the sessions of the call have ended."""
        key = (persona, self.world.clock())
        if key not in self._clients:
            self._clients[key] = self.browser(persona)
        return self._clients[key]

    def request(self, route: Route, persona: str, **extra: object) -> TestResponse:
        """Call the endpoint with a valid token and a sensible body, and check the headers of the response."""
        self.world.clock.turn_to(route_values.instant(route.place))
        fresh = route.method == "POST" and route.place in route_values.CHANGES_THE_SESSION
        client, token = self.browser(persona) if fresh else self.kept_browser(persona)
        return self.sent(client, route, {**route_values.body(route.endpoint, self.things), **extra}, token)

    def sent(self, client: FlaskClient, route: Route, body: dict[str, object], token: str | None) -> TestResponse:
        address = self.address(route.place)
        if route.method == "GET":
            response = client.get(address)
        else:
            response = client.open(address, method=route.method, **spoken) if (
                spoken := route_values.spoken(route.endpoint, token)
            ) else client.open(
                address, method=route.method, data=body | ({} if token is None else {"csrf_token": token}),
                content_type="multipart/form-data" if route.endpoint == "applicant.attach" else None,
            )
        insist(header_faults(response.headers, path=urlsplit(address).path), f"{route} -> {response.status_code}")
        response.get_data()
        response.close()
        return response

    def rows(self) -> dict[str, list[tuple]]:
        """Everything in the database but the two tables that a GET may write."""
        tables = [table for table in Base.metadata.sorted_tables if table.name not in EXEMPT]
        with self.world.engine.connect() as connection:
            return {
                table.name: sorted(tuple(map(str, row)) for row in connection.execute(select(table)))
                for table in tables
            }


@contextmanager
def rehearsed(watch: Callable = lambda session: None) -> Iterator[None]:
    """Roll every transaction back at its end; `watch` is called with its session before that."""
    real = Work.transaction

    @contextmanager
    def transaction(self: Work, *, keep: bool = True):
        with real(self, keep=False) as session:
            yield session
            session.flush()
            watch(session)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Work, "transaction", transaction)
        yield


@pytest.fixture(scope="session")
def site(databases, tmp_path_factory):
    """The application over the furnished world: made once, because every request is rolled back."""
    given = load_settings(
        tmp_path_factory.mktemp("site") / "data", {}, {"mode": "demonstration", "secret_key": "for tests only " * 4}
    )
    url = databases.copy_of("world", lambda url: fill(url, given))
    world = World(url, replace(given, database_url=url), TurnableClock(make.START))
    with application(world) as app:
        # Every persona asks from one address, and the session's clock hardly moves; tests/web/ holds the pace itself.
        app.extensions["check_pace"] = RateLimit(100_000, timedelta(minutes=10))
        yield Site(app, world, furnish(world))
    world.close()
    databases.drop(url)


