"""A PostgreSQL that accepts a connection and does not answer blocks nobody: the wait ends, the next one works."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from nominations.core import database
from nominations.core.adapters import database_waits
from nominations.core.adapters.queue import open_queue
from nominations.core.settings import load_settings


class HangingLine:
    """A proxy to the server that can be set to drop all data."""

    def __init__(self, folder: Path, server: str) -> None:
        self.hangs = False
        self._server = server
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(folder / ".s.PGSQL.5432"))
        self._door.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near = self._door.accept()[0]
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._server)
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65_536):
                if not self.hangs:
                    target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()


@pytest.fixture
def hanging(postgres_url, tmp_path, tmp_path_factory):
    """An address that leads over such a line, and the line."""
    folder = tmp_path_factory.mktemp("l")
    address = make_url(postgres_url)
    line = HangingLine(folder, f"{address.query['host']}/.s.PGSQL.5432")
    yield address.set(query={"host": str(folder)}).render_as_string(hide_password=False), line
    line.close()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(database_waits, "REQUEST_SECONDS", 0.4)
    yield
    database_waits.end_request()


def test_a_request_waits_for_so_long_in_all_and_the_next_finds_the_database_again(hanging, impatient):
    url, line = hanging
    engine = database.connect(url)
    database_waits.begin_request()
    with engine.connect() as connection:
        line.hangs = True
        with pytest.raises(OperationalError) as silent:
            connection.execute(text("SELECT 1"))
    assert silent.value.connection_invalidated
    with pytest.raises(OperationalError), engine.connect():  # nothing more is tried, not even to connect
        pass

    line.hangs = False
    database_waits.begin_request()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()


def test_a_connection_that_hangs_when_it_is_taken_from_the_pool_holds_nobody(hanging, impatient):
    url, line = hanging
    engine = database.connect(url)
    with engine.connect():
        pass
    database_waits.begin_request()
    line.hangs = True

    with pytest.raises(OperationalError), engine.connect():
        pass
    engine.dispose()


def test_the_queue_is_not_waited_for_either(hanging, impatient, tmp_path):
    url, line = hanging
    settings = load_settings(tmp_path, {}, {"mode": "demonstration", "queue_url": url})
    queue = open_queue(settings)
    assert queue.enqueue("letter", id="1")
    database_waits.begin_request()
    line.hangs = True

    assert not queue.enqueue("letter", id="2")
    queue.close()


def test_all_that_a_request_waits_for_is_less_than_ten_seconds():
    assert database._POOL_SECONDS + database_waits.REQUEST_SECONDS < 10


def test_each_request_begins_with_its_own_seconds_and_leaves_none_behind(app):
    seen = []
    app.view_functions["public.home"] = view = lambda: seen.append(database_waits._left.get()) or "page"
    view.action = None
    app.test_client().get("/")

    assert seen == [database_waits.REQUEST_SECONDS]
    assert database_waits._left.get() is None
