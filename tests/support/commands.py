"""Commands run in the process of the test, over the test world."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from nominations import cli
from nominations.core.tables import Assignment
from tests.support import routing


@dataclass(frozen=True)
class Result:
    """The exit status of a command, and what it wrote to each output."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence on standard error."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert re.fullmatch(r"nominations: .+[.)'\"]", lines[0]), lines
        assert "Traceback" not in self.err
        return lines[0].removeprefix("nominations: ")


@pytest.fixture
def run(monkeypatch, capsys):
    """`run("edition", "check", ...)` as the shell would, in this process."""
    before = os.umask(0o022)

    def command(*words: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["nominations", *map(str, words)])
        capsys.readouterr()
        try:
            cli.main()
            status = 0
        except SystemExit as ended:
            status = ended.code or 0
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    yield command
    os.umask(before)


@pytest.fixture
def place(world, monkeypatch, tmp_path) -> Path:
    """A data folder whose database is the test world."""
    monkeypatch.setenv("NOMINATIONS_MODE", "demonstration")
    monkeypatch.setenv("NOMINATIONS_DATABASE_URL", world.url)
    return world.settings.data


@pytest.fixture
def marked(world, place):
    """One review that counts."""
    with world.session(writes=True) as session:
        of = session.scalars(select(Assignment).where(Assignment.reviewer_id == world.person("assigned").id)).one()
        routing.assessment(session, of, 9, 8, 7)
        session.commit()
    return place
