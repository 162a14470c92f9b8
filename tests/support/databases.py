"""Databases for tests: filled once per test process, then copied per test, on SQLite or PostgreSQL.

`NOMINATIONS_TEST_DATABASE` says which (`sqlite` if nothing does). On PostgreSQL the run holds what a database can
answer differently: constraints, locks, isolation, JSON, search, sorting, odd values, migrations, races. These are the
tests of the folders below, and those marked `both_databases`, as far as they use the fixture `databases`, directly or
through another fixture. What only the others ask a database for is sent to PostgreSQL by tests/support/statements.py.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pytest

from tests.support.postgres import Cluster

KINDS = ("sqlite", "postgresql")
_VARIABLE = "NOMINATIONS_TEST_DATABASE"
_ASKED_FOR = os.environ.get(_VARIABLE, "sqlite")

# Whose tests are all about what is stored and found.
FOLDERS_ON_BOTH = {"migrations", "demo"}

Fill = Callable[[str], None]


class Databases(Protocol):
    """What makes databases for tests; both classes below implement it."""

    kind: str

    def empty(self) -> str:
        """The address of a new database without a table."""

    def copy_of(self, name: str, fill: Fill) -> str:
        """The address of a new copy of the database `name`, which `fill(address)` filled when first asked for.

        `fill` must leave no connection open, so it disposes of its engine.
        """

    def drop(self, url: str) -> None:
        """Delete a database made here."""


class SqliteFiles:
    """Each database is one file."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._filled: dict[str, Path] = {}

    def empty(self) -> str:
        return _sqlite_url(self._new_file())

    def copy_of(self, name: str, fill: Fill) -> str:
        if name not in self._filled:
            template = self._new_file()
            fill(_sqlite_url(template))
            left_open = [str(path) for path in self._folder.glob(f"{template.name}-*")]
            assert not left_open, f"The filling of {name!r} left connections open: {left_open}"
            self._filled[name] = template
        return _sqlite_url(shutil.copyfile(self._filled[name], self._new_file()))

    def drop(self, url: str) -> None:
        file = Path(url.removeprefix("sqlite:///"))
        for path in (file, *file.parent.glob(f"{file.name}-*")):
            path.unlink(missing_ok=True)

    def _new_file(self) -> Path:
        return self._folder / f"{uuid4().hex}.sqlite"


class PostgresDatabases:
    """Each database is one of a throw-away cluster."""

    kind = "postgresql"

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._filled: dict[str, str] = {}

    def empty(self) -> str:
        return self._cluster.url(self._cluster.create())

    def copy_of(self, name: str, fill: Fill) -> str:
        if name not in self._filled:
            template = self._cluster.create()
            fill(self._cluster.url(template))
            self._filled[name] = template
        return self._cluster.url(self._cluster.create(template=self._filled[name]))

    def drop(self, url: str) -> None:
        self._cluster.drop(url.partition("@/")[2].partition("?")[0])


def _sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def kind_asked_for() -> str:
    """The kind of database of this run."""
    if _ASKED_FOR not in KINDS:
        raise pytest.UsageError(f"{_VARIABLE} is {_ASKED_FOR!r}; it can be {' or '.join(KINDS)}.")
    return _ASKED_FOR


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if kind_asked_for() == "postgresql":
        kept = [item for item in items if _is_for_both(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _is_for_both(item: pytest.Item) -> bool:
    if "databases" not in item.fixturenames:
        return False
    return item.path.parent.name in FOLDERS_ON_BOTH or item.get_closest_marker("both_databases") is not None


@pytest.fixture(autouse=True, scope="session")
def settings_of_its_own():
    """The system refuses a variable it does not know, and this one is known to the tests only."""
    os.environ.pop(_VARIABLE, None)


@pytest.fixture(scope="session")
def databases(request, tmp_path_factory) -> Databases:
    """The maker of databases of the kind this run is about."""
    if kind_asked_for() == "postgresql":
        return PostgresDatabases(request.getfixturevalue("postgres_cluster"))
    return SqliteFiles(tmp_path_factory.mktemp("databases"))


@pytest.fixture
def empty_database(databases):
    """The address of a new database without a table."""
    url = databases.empty()
    yield url
    databases.drop(url)
