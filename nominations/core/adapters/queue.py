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

from nominations.core.adapters import clock
from nominations.core.settings import BadSettings, Settings

TICK_SECONDS = 15
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
    """A Huey and the errors that its storage raises when it cannot be reached."""

    huey: Huey
    away: tuple[type[Exception], ...] = field(repr=False)

    def enqueue(self, name: str, /, **ids: object) -> bool:
        """Send a message for the task `name`. False if the storage is away: the sweep will find what was missed."""
        texts = {key: str(value) for key, value in ids.items()}
        message = Message(id=uuid4().hex, name=f"{_MODULE}.{name}", args=(), kwargs=texts, retries=0, retry_delay=0)
        try:
            self.huey.storage.enqueue(self.huey.serializer.serialize(message))
        except self.away:
            _log.warning("queue.away", extra={"ids": {"task": name, **texts}}, exc_info=True)
            return False
        return True

    def task(self, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Register a function of ids as the task `name`; it may be called twice for the same ids."""

        def register(work: Callable[..., None]) -> Callable[..., None]:
            self.huey.task(name=name, **{"__module__": _MODULE})(_without_result(work))
            return work

        return register

    def every(self, seconds: int, name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
        """Register a function to run at the worker's start and about every so many seconds, never twice at once."""

        def register(work: Callable[[], None]) -> Callable[[], None]:
            timer = _Timer(seconds)
            self.huey.periodic_task(timer.is_due, name=name, **{"__module__": _MODULE})(timer.run_then_restart(work))
            return work

        return register

    def size(self) -> int:
        """How many tasks wait."""
        waiting: int = self.huey.pending_count()
        return waiting

    def close(self) -> None:
        self.huey.storage.close()


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
    scheme, _, place = settings.queue_url.partition("://")
    common: dict[str, Any] = {"name": "nominations", "results": False, "serializer": _Json()}
    if scheme == "sqlite":
        path = place.removeprefix("/")
        return Queue(SqliteHuey(filename=path, cache_mb=1, **common), (sqlite3.Error, OSError))
    if scheme in ("postgresql", "postgresql+psycopg"):
        import psycopg

        from nominations.core.adapters import database_waits

        connect = partial(database_waits.connect, f"postgresql://{place}")
        return Queue(PostgresHuey(connection=connect, **common), (psycopg.Error, OSError))
    if scheme in ("redis", "rediss"):
        try:
            from redis.exceptions import RedisError
        except ImportError:
            raise BadSettings("NOMINATIONS_QUEUE_URL with redis:// needs the Python package redis.") from None
        return Queue(RedisHuey(url=settings.queue_url, **common), (RedisError, OSError))
    raise BadSettings("NOMINATIONS_QUEUE_URL begins with sqlite:///, postgresql:// or redis://.")


class _Ticking(Scheduler):
    periodic_task_seconds = TICK_SECONDS


class _Consumer(Consumer):
    scheduler_class = _Ticking


def run_consumer(queue: Queue, settings: Settings, parent: int) -> None:
    """Run the tasks of the queue in threads until SIGTERM or until the process `parent` is gone; what has begun may end
    first. Call it in the main thread."""
    consumer = _Consumer(
        queue.huey,
        workers=settings.worker_threads,
        periodic=True,
        max_delay=1.0,
        graceful_signal="TERM",
        shutdown_timeout=settings.stop_seconds,
    )
    threading.Thread(target=_stop_with_parent, args=(parent, consumer.stop_flag), daemon=True).start()
    consumer.run()
    queue.close()


def _stop_with_parent(parent: int, stopped: threading.Event) -> None:
    """Stop when the parent process is gone: otherwise this worker would go on beside the next one."""
    while not stopped.wait(2):
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
