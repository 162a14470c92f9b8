"""The throw-away databases keep what the other tests rely on."""

import socket
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, func, insert, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

import nominations
from nominations.core.tables import Account, Base, Mark
from tests.support.databases import FOLDERS_ON_BOTH
from tests.support.no_network import FromOutside

pytestmark = pytest.mark.both_databases


def run_statement(url, statement, **values):
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            answer = connection.execute(text(statement), values)
            return [tuple(row) for row in answer] if answer.returns_rows else []
    finally:
        engine.dispose()


def one_letter(url):
    run_statement(url, "CREATE TABLE letter (words text NOT NULL)")
    run_statement(url, "INSERT INTO letter VALUES ('first')")


def test_a_copy_holds_what_was_filled_in_once(databases):
    fillings = []

    def fill(url):
        fillings.append(url)
        one_letter(url)

    first = databases.copy_of("one letter", fill)
    run_statement(first, "INSERT INTO letter VALUES ('second')")
    second = databases.copy_of("one letter", fill)

    assert run_statement(second, "SELECT words FROM letter") == [("first",)]
    assert run_statement(first, "SELECT count(*) FROM letter") == [(2,)]
    assert len(fillings) == 1
    for url in (first, second):
        databases.drop(url)


def test_an_empty_database_is_empty_and_of_the_kind_asked_for(databases, empty_database):
    assert empty_database.startswith(databases.kind)
    with pytest.raises((OperationalError, ProgrammingError), match="letter"):
        run_statement(empty_database, "SELECT * FROM letter")


def test_words_are_sorted_by_code_point_on_both_databases(empty_database):
    run_statement(empty_database, "CREATE TABLE word (w text)")
    for word in ("b", "É", "a", "Z", "ع", "é"):
        run_statement(empty_database, "INSERT INTO word VALUES (:w)", w=word)

    words = [word for (word,) in run_statement(empty_database, "SELECT w FROM word ORDER BY w")]
    assert words == ["Z", "a", "b", "É", "é", "ع"]


def test_the_cluster_answers_on_its_socket_only(postgres_cluster, postgres_url):
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SELECT inet_server_addr()").fetchone() == (None,)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0), ("example.org", 80)])
def test_no_test_reaches_another_machine(address):
    family = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
    with socket.socket(family) as outward, pytest.raises(FromOutside):
        outward.connect(address)
    with pytest.raises(FromOutside):
        socket.create_connection(address[:2], timeout=1)


def test_a_test_reaches_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


# Modules that write a statement once for each database, and the tests that send both: these run on both.
WRITTEN_TWICE = {"receive_upload.py": "attachments/test_scans.py", "reminders.py": "reminders/test_reminders.py"}
MARKED = "\npytestmark = pytest.mark.both_databases\n"
TESTS = Path(__file__).parents[1]


@pytest.fixture
def asked(statements, monkeypatch, tmp_path):
    """`asked(statement)`: what PostgreSQL refuses of what is sent to SQLite, as if the application had asked for it."""
    monkeypatch.setattr("tests.support.statements._OURS", str(Path(__file__).parent))
    engine = create_engine(f"sqlite:///{tmp_path / 'here.sqlite'}")
    Base.metadata.create_all(engine)
    assert statements.refused == []

    def asked(statement, *values):
        with engine.begin() as connection:
            connection.execute(statement, *values)
        refused, statements.refused = statements.refused, []
        return refused

    yield asked
    engine.dispose()


def test_a_statement_that_postgresql_refuses_is_found_though_its_test_runs_on_sqlite(asked):
    assert asked(select(Account.name).where(Account.email == "x")) == []
    assert asked(insert(Mark), {"assessment_id": uuid4(), "criterion": "x", "score": 1, "reason": ""}) == []

    [refused] = asked(select(func.julianday("now")))
    assert "function julianday(" in refused
    assert asked(select(func.julianday("now"))) == []  # told once

    [refused] = asked(select(Account.name).distinct().order_by(Account.email))
    assert "SELECT DISTINCT" in refused


def test_a_lock_that_sqlite_does_not_know_is_a_statement_of_its_own(asked):
    counted = select(func.count()).select_from(Account)

    assert asked(counted) == []
    [refused] = asked(counted.with_for_update())
    assert "FOR UPDATE is not allowed with aggregate functions" in refused


def test_what_is_written_once_for_each_database_is_tested_on_each():
    root = Path(nominations.__file__).parent
    written = {path.name for path in root.rglob("*.py") if "sqlalchemy.dialects" in path.read_text("utf-8")}

    assert written == set(WRITTEN_TWICE)
    for tests in WRITTEN_TWICE.values():
        assert MARKED in (TESTS / tests).read_text("utf-8"), tests


def test_the_folders_that_run_on_both_databases_are_there():
    assert [name for name in sorted(FOLDERS_ON_BOTH) if not list((TESTS / name).glob("test_*.py"))] == []
