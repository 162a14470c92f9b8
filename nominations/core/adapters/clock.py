"""The only place that reads the time. In a demonstration it is shifted by an offset that all processes share."""

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nominations.core.settings import BadSettings, Settings

Clock = Callable[[], datetime]
monotonic = time.monotonic


def machine_time() -> datetime:
    """The machine's own time, aware, in UTC."""
    return datetime.now(UTC)


def make_clock(settings: Settings) -> Clock:
    """The clock that every rule asks: the machine's, or the demonstration's."""
    return _ShiftedClock(settings.clock_file) if settings.is_demonstration else machine_time


def set_demonstration_time(settings: Settings, instant: datetime, stage: str = "") -> None:
    """Set the demonstration's clock to `instant`; it runs on from there, in every process at once.

    `stage` is stored with it: the time of the award's year that the demonstration was made for.
    """
    if not settings.is_demonstration:
        raise BadSettings("Only a demonstration has a clock that can be set.")
    if instant.tzinfo is None:
        raise ValueError("The clock is set to an instant that knows its zone.")
    path = settings.clock_file
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    state = {"offset": (instant - machine_time()).total_seconds(), "stage": stage}
    draft.write_text(json.dumps(state) + "\n", "ascii")
    draft.replace(path)


def demonstration_stage(settings: Settings) -> str:
    """The time of the year that the demonstration was made for; empty where none is stored."""
    try:
        return str(json.loads(settings.clock_file.read_text("ascii")).get("stage", ""))
    except (FileNotFoundError, ValueError):
        return ""


class _ShiftedClock:
    """Reads the offset again only when its file has changed: one `stat` a call."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[tuple[int, int], timedelta] = ((0, 0), timedelta(0))

    def __call__(self) -> datetime:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return machine_time()
        mark, offset = self._seen
        if mark != (status.st_mtime_ns, status.st_ino):
            offset = _load_offset(self._path)
            self._seen = ((status.st_mtime_ns, status.st_ino), offset)
        return machine_time() + offset


def _load_offset(path: Path) -> timedelta:
    try:
        return timedelta(seconds=json.loads(path.read_text("ascii"))["offset"])
    except (ValueError, KeyError, TypeError):
        raise BadSettings(f"{path} does not hold an offset in seconds.") from None
