"""The world of the tests: one edition, one person of each kind, a file in each state; and the application over it."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session as Database

from nominations.app import configure, create_app
from nominations.core import database, schema
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.settings import Settings, load_settings
from nominations.core.tables import Account, Letter, Nomination, OpenEdition, Round, Session
from nominations.core.work import Work
from nominations.web.sessions import digest
from tests.support import make
from tests.support.small_edition import CODE, edition

PEOPLE: dict[str, tuple[str, Role | None]] = {
    "owner": ("Ada Byron", None),
    "stranger": ("Lina Haddad", None),
    "assigned": ("Rashid Amin", Role.REVIEWER),
    "unassigned": ("Sevda Kerimli", Role.REVIEWER),
    "recused": ("Paul Diop", Role.REVIEWER),
    "chair": ("Hind Saleh", Role.CHAIR),
    "officer": ("Omar Tazi", Role.OFFICER),
    "second_officer": ("Nadia Berrada", Role.OFFICER),
    "head": ("Leila Alami", Role.HEAD),
    "observer": ("Kamran Aliyev", Role.OBSERVER),
    "auditor": ("Yusuf Rahman", Role.AUDITOR),
    "revoked": ("Karim Fassi", Role.OFFICER),
    "foreign_head": ("Mei Tan", Role.HEAD),
}


class TurnableClock:
    """A clock that shows the same time until a test sets another."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        return self.instant

    def turn_to(self, instant: datetime) -> None:
        self.instant = instant


@dataclass
class World:
    """The rows of the test world, looked up by name in the database of this test."""

    url: str
    settings: Settings
    clock: TurnableClock
    _opened: list[Database] = field(default_factory=list)

    @cached_property
    def engine(self):
        return database.connect(self.url)

    def session(self, *, writes: bool = False) -> Database:
        """A session that ends with the test at the latest."""
        self._opened.append(database.open_session(self.engine, writes=writes))
        return self._opened[-1]

    def close(self) -> None:
        for session in self._opened:
            session.close()
        self.engine.dispose()

    def person(self, name: str) -> Account:
        with self.session() as session:
            return session.scalars(select(Account).where(Account.name == PEOPLE[name][0])).one()

    def work(self, name: str, role: Role | None = None) -> Work:
        """A `Work` of that person, now, for calling a use case."""
        person = self.person(name)
        role = role or PEOPLE[name][1] or Role.APPLICANT
        return Work(self.session(writes=True), Actor(person.id, role, CODE, person.name, person.email),
                    self.clock(), self.settings)

    def nomination(self, title: str) -> Nomination:
        """`draft`, `finished`, `submitted`, `eligible`, `other` (the stranger's own): by the words of its reference."""
        with self.session() as session:
            return session.scalars(select(Nomination).where(Nomination.reference == REFERENCES[title])).one()

    def round(self) -> Round:
        with self.session() as session:
            return session.scalars(select(Round)).one()

    @property
    def edition_id(self) -> UUID:
        with self.session() as session:
            return session.scalars(select(OpenEdition.id).where(OpenEdition.code == CODE)).one()

    def letters(self) -> list[tuple[str, str]]:
        """To whom and about what, in the order they were written."""
        with self.session() as session:
            letters = session.execute(select(Letter.address, Letter.subject).order_by(Letter.written_at, Letter.id))
            return [(address, subject) for address, subject in letters]


REFERENCES = {
    "draft": "PRL-2025-P-0001", "finished": "PRL-2025-P-0002", "submitted": "PRL-2025-P-0003",
    "eligible": "PRL-2025-P-0004", "other": "PRL-2025-P-0005", "person": "PRL-2025-I-0001",
}


def fill(url: str, settings: Settings) -> None:
    """The test world: `draft` (almost empty), `finished` (complete draft), `submitted`, `eligible` (in an open round,
    assigned to `assigned` without conflict and to `recused` who stepped aside), `other`, `person`."""
    engine = database.connect(url)
    schema.upgrade(engine)
    with database.open_session(engine, writes=True) as session:
        mine = make.open_edition_now(session, settings, edition())
        reef = replace(edition(), code="reef-2031", reference_prefix="RFF-2031")
        other = make.open_edition_now(session, settings, reef)
        people = {key: make.account(session, name) for key, (name, _) in PEOPLE.items()}
        for key, (_name, role) in PEOPLE.items():
            if role:
                where = other.id if key == "foreign_head" else mine.id
                make.grant(session, people[key], where, role, ended=key == "revoked")
        owner = people["owner"]
        make.nomination(session, owner, answers={"title": "Only a title <planted-mark>"})
        make.nomination(session, owner)
        make.submission(session, make.nomination(session, owner))
        eligible = make.eligible(session, make.nomination(session, owner))
        make.nomination(session, people["stranger"])
        make.nomination(session, people["stranger"], category="individual")
        round_ = make.open_round(session, mine.id, people["head"], eligible)
        for key in ("assigned", "unassigned", "recused"):
            make.undertaking(session, people[key], mine.id)
        make.no_conflict(session, make.assignment(session, round_, eligible, people["assigned"], people["head"]))
        make.assignment(session, round_, eligible, people["recused"], people["head"])
        make.recusal(session, eligible, people["recused"])
        session.commit()
    engine.dispose()


@pytest.fixture
def clock() -> TurnableClock:
    return TurnableClock(make.START)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return load_settings(tmp_path / "data", {}, {"mode": "demonstration", "secret_key": "for tests only " * 4})


@pytest.fixture
def world(databases, settings, clock):
    """A fresh copy of the test world in a database of its own."""
    url = databases.copy_of("world", lambda url: fill(url, settings))
    here = World(url, replace(settings, database_url=url), clock)
    yield here
    here.close()
    databases.drop(url)


# Compiling the templates and building the map of routes takes longer than most tests: an application is made once
# in each test process and given the settings, the engine and the clock of one world after the other.
_idle: list[Flask] = []


@contextmanager
def application(world: World) -> Iterator[Flask]:
    """The application over a world, by the world's clock; two that are open at once are two applications."""
    made = _idle.pop() if _idle else _application(world.settings)
    of_this_world = made.config, made.extensions, made.view_functions
    kept = [mapping.copy() for mapping in of_this_world]
    configure(made, world.settings)
    made.extensions["clock"] = world.clock
    yield made
    made.extensions["engine"].dispose()
    for held, before in zip(of_this_world, kept, strict=True):
        held.clear()
        held.update(before)
    _idle.append(made)


def _application(settings: Settings) -> Flask:
    made = create_app(settings)
    made.extensions["engine"].dispose()
    made.config["TESTING"] = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    made.url_defaults(_of_the_test_world(made))
    return made


@pytest.fixture
def app(world):
    """The application over the test world, by the test's clock."""
    with application(world) as made:
        yield made


def _of_the_test_world(app: Flask) -> Callable[[str, dict], None]:
    def fill_in(endpoint: str, values: dict) -> None:
        if "edition" not in values and app.url_map.is_endpoint_expecting(endpoint, "edition"):
            values["edition"] = CODE

    return fill_in


def signed_in(app: Flask, world: World, person: str | Account, role: Role | None = None) -> FlaskClient:
    """A browser in which this person (a name of `PEOPLE` or an account) is signed in, acting as `role` if given."""
    account = world.person(person) if isinstance(person, str) else person
    token, now = secrets.token_urlsafe(32), world.clock()
    content = {"acting": {CODE: role.value}} if role else {}
    with world.engine.execution_options(writes=True).begin() as connection:
        connection.execute(insert(Session).values(
            token_hash=digest(token), account_id=account.id, content=content, created_at=now, seen_at=now,
            address="", agent="",
        ))
    client = app.test_client()
    client.set_cookie("session", token)
    return client


@pytest.fixture
def sign_in(app, world) -> Callable[..., FlaskClient]:
    """`sign_in(person, role)`: a browser of that person."""
    return lambda person, role=None: signed_in(app, world, person, role)
