"""A throw-away PostgreSQL from Debian's package: one cluster per test process, on a private unix socket."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from tests.support import scratch

# A cluster that lives for minutes needs no durability, and small shared memory lets several run side by side.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "autovacuum": "off",
    "timezone": "UTC",
    "log_min_messages": "error",
}


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL; `folder` holds its socket, and everybody may enter."""

    folder: Path

    def url(self, database: str) -> str:
        """The address of a database as SQLAlchemy writes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """A new database, a copy of `template`, to which nobody may be connected; its name."""
        name = f"test_{uuid4().hex}"
        # The other strategy, through the write-ahead log, is the slower one where nothing waits for a disk.
        self._tell("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
        return name

    def drop(self, database: str) -> None:
        """Delete the database and end its connections."""
        self._tell("DROP DATABASE {} WITH (FORCE)", database)

    def _tell(self, statement: str, *names: str) -> None:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def binaries() -> Path:
    """The folder of the newest PostgreSQL that Debian has installed."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not folders:
        pytest.fail("PostgreSQL is not installed; `make test` installs it, or: apt-get install postgresql")
    return max(folders, key=lambda folder: [int(number) for number in re.findall(r"\d+", folder.parent.name)])


def _as_somebody() -> dict[str, object]:
    """The user to run PostgreSQL as: it refuses root, so then it is the user that Debian made for it."""
    if os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _start(folder: Path) -> subprocess.Popen:
    somebody = _as_somebody()
    if somebody:
        shutil.chown(folder, "postgres", pwd.getpwnam("postgres").pw_gid)
    data, programs = folder / "data", binaries()
    made = subprocess.run(
        [programs / "initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust",
         "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
        capture_output=True, text=True, cwd=folder, check=False, **somebody,
    )
    if made.returncode:
        pytest.fail(f"initdb failed: {made.stdout}\n{made.stderr}")
    settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *settings],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, start_new_session=True, **somebody,
        )


def _wait_until_it_answers(process: subprocess.Popen, folder: Path) -> None:
    patience = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError as no:
            if process.poll() is not None or time.monotonic() > patience:
                log = (folder / "log").read_text(errors="replace")
                pytest.fail(f"PostgreSQL did not start: {no}\n{log}")
            time.sleep(0.05)


@pytest.fixture(scope="session")
def postgres_cluster():
    """A running `Cluster`, ended and deleted after the last test."""
    # The name of a unix socket may have 107 characters, so the folder lies high up.
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=scratch.folder()))
    folder.chmod(0o711)
    process = None
    try:
        process = _start(folder)
        _wait_until_it_answers(process, folder)
        yield Cluster(folder)
    finally:
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)  # "fast": ends the sessions, then itself
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(timeout=20)
        shutil.rmtree(folder)


@pytest.fixture
def postgres_url(postgres_cluster):
    """The address of a new, empty database, dropped after the test."""
    name = postgres_cluster.create()
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)
