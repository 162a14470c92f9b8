"""Every process registers who listens to the events of the use cases before it does any work."""

from collections.abc import Callable
from typing import get_args

import pytest

from nominations import registration, worker
from nominations.app import create_app
from nominations.cli.shared import work_in
from nominations.core.adapters import queue
from nominations.core.registry import Registry
from nominations.core.rules.events import LISTENERS, Event
from nominations.demo.fill import fill


def web(world) -> None:
    create_app(world.settings).extensions["engine"].dispose()


def command(world) -> None:
    with work_in(world.settings):
        pass


def work_off(world) -> None:
    worker.register(queue.open_queue(world.settings), world.engine, world.settings)


def demonstration(world) -> None:
    with pytest.raises(KeyError):
        fill(world.engine, world.settings, "no such stage", world.clock())


@pytest.mark.parametrize("process", [web, command, work_off, demonstration])
def test_every_process_registers_the_packages(world, monkeypatch, process: Callable):
    calls = []
    monkeypatch.setattr(registration, "register", lambda: calls.append(process))

    process(world)

    assert calls


def test_once_registered_there_is_a_listener_for_every_event():
    registration.register()

    assert {event for event, known in LISTENERS._of.items() if known} == set(get_args(Event))


def test_registering_again_changes_nothing():
    registration.register()
    before = {event: list(known) for event, known in LISTENERS._of.items()}
    registration.register()

    assert LISTENERS._of == before


def test_a_name_is_registered_once():
    registered = Registry("names")
    registered.add("one", 1)

    with pytest.raises(ValueError, match="registered twice among the names"):
        registered.add("one", 2)
    with pytest.raises(KeyError, match="not registered among the names"):
        registered["two"]
