"""Every no keeps its number, its sentence and when to come again."""

import errno
import sqlite3
from contextlib import closing

import psycopg
import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from nominations.web import errors
from nominations.web.server.request_limits import FAULT
from tests.support.page import header_faults, insist

HEADINGS = {
    400: "We could not read your request", 403: "Your role does not allow this", 404: "Page not found",
    405: "This address works only from its form", 408: "We did not receive your whole request",
    409: "This has changed in the meantime", 413: "What you sent is too large",
    429: "Too many attempts in a short time", 503: "The service is not available right now",
    507: "There is no room left to save this",
}
AGAIN = {429: "60", 503: "5", 507: "300"}


def test_each_page_of_an_error_is_asked_here():
    assert HEADINGS.keys() == errors._PAGES.keys()


@pytest.mark.parametrize("person", [None, "owner"])
@pytest.mark.parametrize("status", HEADINGS)
def test_each_status_keeps_its_number_its_sentence_and_when_to_come_again(app, sign_in, status, person):
    client = sign_in(person) if person else app.test_client()

    answer = client.get("/pearl-2025/", environ_overrides={FAULT: status})

    assert answer.status_code == status
    assert HEADINGS[status] in answer.text.partition("<h1")[2].partition("</h1>")[0]
    assert answer.headers.get("Retry-After") == AGAIN.get(status)
    insist(header_faults(answer.headers, path="/pearl-2025/"), str(status))


@pytest.mark.parametrize(("status", "shown"), [(418, 400), (501, 500), (502, 500)])
def test_a_status_without_a_page_has_the_page_of_the_nearest_status(app, status, shown):
    class Odd(HTTPException):
        code = status

    answer = open_broken(app, Odd())

    assert answer.status_code == shown


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_file_that_finds_no_room_is_no_accident(app, number):
    answer = open_broken(app, OSError(number, "full"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (507, "300")


def test_another_fault_of_a_file_is_an_accident(app):
    assert open_broken(app, OSError(errno.EIO, "broken")).status_code == 500


def open_broken(app, error):
    """The answer of a page that raises this."""
    def break_down():
        raise error

    break_down.action = None
    app.view_functions["public.home"] = break_down
    return app.test_client().get("/")


def test_a_full_disk_of_the_database_has_its_own_page(app):
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE letter (text)")
        database.execute("PRAGMA max_page_count=1")
        with pytest.raises(sqlite3.OperationalError) as full:
            database.execute("INSERT INTO letter VALUES (zeroblob(100000))")

    answer = open_broken(app, OperationalError("INSERT", {}, full.value))

    assert (answer.status_code, answer.headers["Retry-After"]) == (507, "300")


def test_a_postgresql_that_finds_no_room_neither(app):
    answer = open_broken(app, OperationalError("INSERT", {}, psycopg.errors.DiskFull()))

    assert answer.status_code == 507
