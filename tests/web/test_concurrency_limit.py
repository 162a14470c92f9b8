"""Readers come in a few at a time; nobody waits for ever, and nobody who writes waits at all."""

import threading

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from nominations.web.server import concurrency_limit
from nominations.web.server.concurrency_limit import ConcurrencyLimit

_SECONDS = 10


class Room:
    """An application that tells how many are in it, and lets nobody out before it is opened."""

    def __init__(self):
        self.inside, self.opened, self._lock = 0, threading.Event(), threading.Lock()
        self.reached = threading.Condition(self._lock)

    def __call__(self, environ, start):
        with self.reached:
            self.inside += 1
            self.reached.notify_all()
        self.opened.wait(_SECONDS)
        with self._lock:
            self.inside -= 1
        start("200 OK", [])
        return [b"ok"]

    def fills(self, count, seconds=_SECONDS):
        with self.reached:
            return self.reached.wait_for(lambda: self.inside >= count, seconds)


@pytest.fixture
def room():
    room = Room()
    yield room
    room.opened.set()


def _ask(app, count, method="GET"):
    """So many requests at once; their statuses when they are answered."""
    answers = []

    def one():
        answers.append(run_wsgi_app(app, EnvironBuilder(method=method).get_environ(), buffered=True)[1][:3])

    threads = [threading.Thread(target=one, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads, answers


def _wait(threads):
    for thread in threads:
        thread.join(_SECONDS)


def test_readers_come_in_a_few_at_a_time_and_all_are_answered(room):
    threads, answers = _ask(ConcurrencyLimit(room), 12)

    assert room.fills(4)
    assert not room.fills(5, 0.3)
    room.opened.set()
    _wait(threads)
    assert answers == ["200"] * 12


def test_whoever_writes_waits_for_no_reader(room):
    app = ConcurrencyLimit(room)
    _ask(app, 4)
    assert room.fills(4)

    _ask(app, 3, "POST")

    assert room.fills(7)


def test_a_page_that_keeps_its_turn_does_not_keep_the_others_for_ever(room, monkeypatch):
    monkeypatch.setattr(concurrency_limit, "_MAX_WAIT_SECONDS", 0.05)

    threads, answers = _ask(ConcurrencyLimit(room), 9)

    assert room.fills(9)
    room.opened.set()
    _wait(threads)
    assert answers == ["200"] * 9


def test_a_page_that_fails_gives_its_turn_back(room):
    failures = [LookupError("broken")] * 4

    def broken_at_first(environ, start):
        if failures:
            raise failures.pop()
        return room(environ, start)

    app = ConcurrencyLimit(broken_at_first)
    for _ in range(4):
        with pytest.raises(LookupError, match="broken"):
            run_wsgi_app(app, EnvironBuilder().get_environ())

    _ask(app, 4)

    # Within less than anybody's patience.
    assert room.fills(4, 1)
