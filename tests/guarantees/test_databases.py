"""The throw-away databases keep what the other tests rely on."""

import socket

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from tests.support.no_network import FromOutside


def told(url, statement, **values):
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            answer = connection.execute(text(statement), values)
            return [tuple(row) for row in answer] if answer.returns_rows else []
    finally:
        engine.dispose()


def one_letter(url):
    told(url, "CREATE TABLE letter (words text NOT NULL)")
    told(url, "INSERT INTO letter VALUES ('first')")


def test_a_copy_holds_what_was_filled_in_once(databases):
    fillings = []

    def fill(url):
        fillings.append(url)
        one_letter(url)

    first = databases.copy_of("one letter", fill)
    told(first, "INSERT INTO letter VALUES ('second')")
    second = databases.copy_of("one letter", fill)

    assert told(second, "SELECT words FROM letter") == [("first",)]
    assert told(first, "SELECT count(*) FROM letter") == [(2,)]
    assert len(fillings) == 1
    for url in (first, second):
        databases.drop(url)


def test_an_empty_database_is_empty_and_of_the_kind_asked_for(databases, empty_database):
    assert empty_database.startswith(databases.kind)
    with pytest.raises((OperationalError, ProgrammingError), match="letter"):
        told(empty_database, "SELECT * FROM letter")


def test_words_are_sorted_by_code_point_on_both_databases(empty_database):
    told(empty_database, "CREATE TABLE word (w text)")
    for word in ("b", "É", "a", "Z", "ع", "é"):
        told(empty_database, "INSERT INTO word VALUES (:w)", w=word)

    assert [w for (w,) in told(empty_database, "SELECT w FROM word ORDER BY w")] == ["Z", "a", "b", "É", "é", "ع"]


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
