"""The queue between the pages and the worker. It tells the worker that there is work, and stores none itself.

What is to be done is a row, committed with the act. A message carries the name of a task and ids; when it is lost, a
periodic sweep finds the row. No task is set for a time of day, because a demonstration's clock is not the machine's.
"""

import json
import logging
import os
import signal
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.consumer import Consumer, Scheduler
from huey.registry import Message
from huey.serializer import Serializer

from nominations.core.adapters import clock, database_waits
from nominations.core.settings import BadSettings, Settings

TICK_SECONDS = 15
# Lines of the queue, each with threads of its own, so that nothing quick waits for something slow: codes and private
# links wait for nobody, letters and sweeps for no paper. A task that is not named here stands in the common line.
SECRETS, COMMON, PAPERS = "secrets", "common", "papers"
_LINES = {"secret_letter": SECRETS, "job": PAPERS, "papers": PAPERS}
_SECRET_THREADS, _COMMON_THREADS = 1, 2
_MODULE = "task"
_log = logging.getLogger(__name__)


class _Json(Serializer):
    """Messages as JSON, so that somebody who can write to the queue cannot run their code in the worker."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


@dataclass(frozen=True, slots=True)
class Queue:
    """A Huey for each line, and the errors that their storage raises when it cannot be reached."""

    lines: dict[str, Huey]
    away: tuple[type[Exception], ...] = field(repr=False)

    def line_of(self, task: str) -> Huey:
        """The line in which this task stands."""
        return self.lines[_LINES.get(task, COMMON)]

    def enqueue(self, name: str, /, **ids: object) -> bool:
        """Send a message for the task `name`. False if the storage is away: the sweep will find what was missed."""
        texts = {key: str(value) for key, value in ids.items()}
        message = Message(id=uuid4().hex, name=f"{_MODULE}.{name}", args=(), kwargs=texts, retries=0, retry_delay=0)
        line = self.line_of(name)
        try:
            line.storage.enqueue(line.serializer.serialize(message))
        except self.away:
            _log.warning("queue.away", extra={"ids": {"task": name, **texts}}, exc_info=True)
            return False
        return True

    def task(self, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Register a function of ids as the task `name`; it may be called twice for the same ids."""

        def register(work: Callable[..., None]) -> Callable[..., None]:
            self.line_of(name).task(name=name, **{"__module__": _MODULE})(_without_result(work))
            return work

        return register

    def every(self, seconds: int, name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
        """Register a function to run at the worker's start and about every so many seconds, never twice at once."""

        def register(work: Callable[[], None]) -> Callable[[], None]:
            timer = _Timer(seconds)
            line = self.line_of(name)
            line.periodic_task(timer.is_due, name=name, **{"__module__": _MODULE})(timer.run_then_restart(work))
            return work

        return register

    def size(self) -> int:
        """How many tasks wait."""
        return sum(line.pending_count() for line in self.lines.values())

    def close(self) -> None:
        for line in self.lines.values():
            line.storage.close()


class _Timer:
    """When a periodic task is due, by the monotonic clock; never while its last run still waits or goes on."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._next = clock.monotonic()
        self._is_free = threading.Event()
        self._is_free.set()

    def is_due(self, _: object) -> bool:
        if clock.monotonic() < self._next or not self._is_free.is_set():
            return False
        self._next = clock.monotonic() + self._seconds - TICK_SECONDS / 2
        self._is_free.clear()
        return True

    def run_then_restart(self, work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                work()
            finally:
                self._is_free.set()

        return run


def _without_result(work: Callable[..., None]) -> Callable[..., None]:
    def run(**ids: str) -> None:
        work(**ids)

    return run


def open_queue(settings: Settings) -> Queue:
    """The queue that the settings name."""
    make, away = _storage(settings)
    names = {SECRETS: "nominations-secrets", COMMON: "nominations", PAPERS: "nominations-papers"}
    common: dict[str, Any] = {"results": False, "serializer": _Json()}
    return Queue({line: make(name=name, **common) for line, name in names.items()}, away)


def _storage(settings: Settings) -> tuple[Callable[..., Huey], tuple[type[Exception], ...]]:
    scheme, _, place = settings.queue_url.partition("://")
    if scheme == "sqlite":
        return partial(SqliteHuey, filename=place.removeprefix("/"), cache_mb=1), (sqlite3.Error, OSError)
    if scheme in ("postgresql", "postgresql+psycopg"):
        import psycopg

        connect = partial(database_waits.connect, f"postgresql://{place}")
        return partial(PostgresHuey, connection=connect), (psycopg.Error, OSError)
    if scheme in ("redis", "rediss"):
        try:
            from redis.exceptions import RedisError
        except ImportError:
            raise BadSettings("NOMINATIONS_QUEUE_URL with redis:// needs the Python package redis.") from None
        return partial(RedisHuey, url=settings.queue_url), (RedisError, OSError)
    raise BadSettings("NOMINATIONS_QUEUE_URL begins with sqlite:///, postgresql:// or redis://.")


class _Ticking(Scheduler):
    periodic_task_seconds = TICK_SECONDS


class _Consumer(Consumer):
    scheduler_class = _Ticking


def run_consumer(queue: Queue, settings: Settings, parent: int) -> None:
    """Run the tasks of the queue in threads until SIGTERM or until the process `parent` is gone; what has begun may end
    first. Call it in the main thread."""
    beside = [
        _consumer(queue.lines[SECRETS], settings, _SECRET_THREADS),
        _consumer(queue.lines[PAPERS], settings, settings.worker_threads),
    ]
    consumer = _consumer(queue.lines[COMMON], settings, _COMMON_THREADS)
    threading.Thread(target=_stop_with_parent, args=(parent, consumer.stop_flag), daemon=True).start()
    for other in beside:
        other.start()
    consumer.run()  # the last to be started hears the signals
    for other in beside:
        other.stop_flag.set()
    for other in beside:
        other.stop(graceful=True)
    queue.close()


def _consumer(line: Huey, settings: Settings, threads: int) -> Consumer:
    return _Consumer(
        line, workers=threads, periodic=True, max_delay=1.0, graceful_signal="TERM",
        shutdown_timeout=settings.stop_seconds,
    )


def _stop_with_parent(parent: int, stopped: threading.Event) -> None:
    """Stop when the parent process is gone: otherwise this worker would go on beside the next one."""
    while not stopped.wait(2):
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
