"""The test world behind a real `nominations run`, HTTP clients for it, and a way to kill the server."""

import os
import re
import secrets
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
import requests
from sqlalchemy import insert, select
from sqlalchemy.orm import Session as Database

from nominations.core import database
from nominations.core.adapters import clock
from nominations.core.settings import Settings, load_settings
from nominations.core.tables import Account, Nomination, Session
from nominations.web.sessions import digest
from tests.support import browser, make
from tests.support.worlds import PEOPLE, fill

_TOKEN = re.compile(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"')


class Served:
    """A data folder with the test world, and the server over it, which may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.data = folder / "data"
        self._log = folder / "server.log"
        self.settings: Settings = load_settings(self.data, {}, {"mode": "demonstration"})
        clock.set_demonstration_time(self.settings, make.START, "call")
        fill(self.settings.database_url, self.settings)
        self.engine = database.connect(self.settings.database_url)
        self.server = browser.start(self.data, self._log)
        self.port = int(self.server.url.rpartition(":")[2])

    @property
    def url(self) -> str:
        return self.server.url

    def database(self, *, writes: bool = False) -> Database:
        return database.open_session(self.engine, writes=writes)

    def kill(self) -> None:
        """`kill -9` for the server, its web processes and its worker, which all were started by it."""
        for pid in (*_descendants(self.server.process.pid), self.server.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.process.wait(10)

    def start_again(self) -> None:
        """On the same port, as a service would be."""
        self.server = browser.start(self.data, self._log, port=self.port)

    def stop(self) -> None:
        self.server.stop()
        self.engine.dispose()

    def person(self, name: str) -> "Program":
        """An HTTP client of a person of the test world, signed in."""
        with self.database() as session:
            account = session.scalars(select(Account).where(Account.name == PEOPLE[name][0])).one()
        return Program(self, account.id)

    def newcomer(self, name: str) -> "Program":
        """The same for somebody new, with a draft of their own."""
        with self.database(writes=True) as session:
            account = make.account(session, name)
            make.nomination(session, account)
            session.commit()
        return Program(self, account.id)


class Program:
    """Somebody's session on the server."""

    def __init__(self, served: Served, account_id: UUID) -> None:
        self.served, self.account_id = served, account_id
        token, now = secrets.token_urlsafe(32), clock.make_clock(served.settings)()
        with served.engine.execution_options(writes=True).begin() as connection:
            connection.execute(insert(Session).values(
                token_hash=digest(token), account_id=account_id, content={}, created_at=now, seen_at=now,
                address="", agent="",
            ))
        self.http = requests.Session()
        self.http.headers["Cookie"] = f"session={token}"
        self.token = _TOKEN.search(self.http.get(f"{served.url}/account").text)[1]
        self.http.headers["X-CSRFToken"] = self.token

    @property
    def headers(self) -> dict[str, str]:
        return {name: self.http.headers[name] for name in ("Cookie", "X-CSRFToken")}

    def place(self, nomination_id: UUID) -> str:
        return f"{self.served.url}/pearl-2025/nominations/{nomination_id}"

    @property
    def nomination(self) -> UUID:
        """Their own, the newest one that is still a draft with everything in it."""
        with self.served.database() as session:
            return session.scalars(
                select(Nomination.id).where(Nomination.owner_id == self.account_id, Nomination.submission_id.is_(None),
                                            Nomination.category == "project")
                .order_by(Nomination.reference.desc()).limit(1)
            ).one()


def _descendants(pid: int) -> list[int]:
    descendants = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        descendants += [int(child), *_descendants(int(child))]
    return descendants


@pytest.fixture
def served(tmp_path) -> Iterator[Served]:
    """A server over a test world of its own, for tests that kill it or set it up in their way."""
    made = Served(tmp_path)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def served_to_all(tmp_path_factory) -> Iterator[Served]:
    """A server that tests share, each with newcomers of its own: starting one takes longer than most of them."""
    made = Served(tmp_path_factory.mktemp("served"))
    yield made
    made.stop()
