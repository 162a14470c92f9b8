"""Every statement that the application builds in a run on SQLite is executed on PostgreSQL once.

The run on PostgreSQL repeats only what a database can answer differently (tests/support/databases.py); this holds the
rest: a statement that only the tests of pages, reports or commands build is sent to an empty PostgreSQL the first
time that a test process meets its shape, with the same values, and rolled back. A constraint may refuse it there,
because the rows it speaks of are not there; anything else fails the test. `make test` asks for it by
`NOMINATIONS_TEST_STATEMENTS`.
"""

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

import nominations
from nominations.core import database, schema
from tests.support.databases import kind_asked_for

_VARIABLE = "NOMINATIONS_TEST_STATEMENTS"
_ASKED_FOR = bool(os.environ.pop(_VARIABLE, ""))
_OURS = str(Path(nominations.__file__).parent)


class Statements:
    """What was met in this process, and what PostgreSQL refused of it since anybody asked."""

    def __init__(self, postgresql: Engine) -> None:
        self._postgresql = postgresql
        self._met: set[tuple[int, str]] = set()
        self.refused: list[str] = []

    def note(self, _connection: Any, _cursor: Any, text: str, _parameters: Any, context: Any, _many: bool) -> None:
        """Record a statement; called after each statement of any engine."""
        compiled = context.compiled if context is not None else None
        if compiled is None or context.isddl or context.dialect.name != "sqlite" or hasattr(compiled, "was_noted"):
            return
        compiled.was_noted = True
        shape = hash(compiled.cache_key and compiled.cache_key.key), text
        if shape in self._met or not _is_ours():
            return
        self._met.add(shape)
        # What is written once for each database has tests on each: tests/guarantees/test_databases.py names them.
        if not isinstance(compiled.statement, sqlite.Insert):
            self._execute(compiled, context.compiled_parameters[0], text)

    def _execute(self, compiled: Any, values: dict[str, object], text: str) -> None:
        # The other values stand in the statement itself.
        given = {key: values[key] for key in compiled.column_keys or () if key in values}
        with self._postgresql.connect() as connection:
            try:
                connection.execute(compiled.statement, given).close()
            except IntegrityError:
                pass
            except SQLAlchemyError as refusal:
                self.refused.append(f"{text}\n{refusal}")


def _is_ours() -> bool:
    """Whether the application asked, and not a test for itself; migrations have their own tests on each database."""
    files, frame = set(), sys._getframe(2)
    while frame is not None:
        files.add(frame.f_code.co_filename)
        frame = frame.f_back
    return schema.__file__ not in files and any(file.startswith(_OURS) for file in files)


@pytest.fixture(scope="session")
def statements(postgres_cluster):
    """The statements of this test process, from here on."""
    name = postgres_cluster.create()
    engine = database.connect(postgres_cluster.url(name))
    schema.upgrade(engine)
    noted = Statements(engine)
    event.listen(Engine, "after_cursor_execute", noted.note)
    yield noted
    event.remove(Engine, "after_cursor_execute", noted.note)
    engine.dispose()
    postgres_cluster.drop(name)


if _ASKED_FOR and kind_asked_for() == "sqlite":

    @pytest.fixture(autouse=True)
    def statements_of_this_test(statements):
        """Fails the test in which a statement was met that PostgreSQL refuses."""
        yield
        refused, statements.refused = statements.refused, []
        assert refused == []
