"""The log: one JSON object a line on standard error, with ids and never texts.

Our own records are a constant word (`mail.sent`) and `extra={"ids": {...}}`. Exceptions are logged by type
and place; their messages may hold what somebody typed, so they are left out unless the level is debug.
"""

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

from nominations.core.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
_OURS = "nominations"
_LONGEST = 300


class JsonLines(logging.Formatter):
    """A record as one line of ASCII: nothing in it can begin a line of its own or change what is shown."""

    def __init__(self, *, with_messages: bool = False) -> None:
        super().__init__()
        self._with_messages = with_messages

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        if record.name.partition(".")[0] == _OURS:
            line["event"] = str(record.msg)
        else:
            line |= {"event": "log", "from": record.name, "text": record.getMessage()[:_LONGEST]}
        if request := request_id.get():
            line["request"] = request
        line |= {key: _plain(value) for key, value in getattr(record, "ids", {}).items()}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = self._error(record.exc_info[1])
        return json.dumps(line)

    def _error(self, error: BaseException) -> list[str]:
        """Its type and the places it came through, innermost last; then what caused it."""
        lines = [type(error).__name__ + (f": {error}"[:_LONGEST] if self._with_messages else "")]
        lines += [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return lines + (["because of", *self._error(cause)] if cause else [])


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | bool) or value is None else str(value)[:_LONGEST]


def _is_worth_logging(record: logging.LogRecord) -> bool:
    """Leaves out Granian's warning of many threads at each start; they are intended (see `server`)."""
    return not record.getMessage().startswith("Configuration allows spawning")


def set_up(settings: Settings, stream: TextIO | None = None) -> None:
    """Send every record of this process through one handler."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(with_messages=settings.log_level == "debug"))
    handler.addFilter(_is_worth_logging)
    logging.captureWarnings(True)
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(settings.log_level.upper())
    # Routine messages of libraries are left out.
    for name in ("huey", "_granian", "PIL", "fontTools", "weasyprint"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))


def granian_config(settings: Settings) -> dict[str, Any]:
    """Granian configures logging anew in each of its processes; this makes it log as `set_up` does."""
    formatter = {"()": JsonLines, "with_messages": settings.log_level == "debug"}
    handler = {
        "class": "logging.StreamHandler",
        "stream": "ext://sys.stderr",
        "formatter": "generic",
        "filters": ["worth"],
    }
    loggers = {"_granian": {"handlers": ["console"], "level": "WARNING", "propagate": False}}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"worth": {"()": lambda: _is_worth_logging}},
        "formatters": {"generic": formatter, "access": formatter},
        "handlers": {"console": handler, "access": handler},
        "loggers": loggers | {"granian.access": loggers["_granian"]},
    }
