"""Every answer, whatever its status, tells the browser what it may load, keep and tell: nothing by default."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import InternalServerError

from nominations.core import database
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.web import errors
from nominations.web.server.request_limits import REQUEST_ID
from tests.guarantees.matrix_requests import Route
from tests.support.page import header_faults, insist
from tests.support.worlds import application


def looked_at(answer, path: str, status: int):
    answer.get_data()
    answer.close()
    assert answer.status_code == status
    insist(header_faults(answer.headers, path=path), f"{path} -> {status}")
    return answer


@pytest.mark.parametrize(("path", "status"), [
    ("/", 302), ("/sign-in", 200), ("/account", 302), ("/nowhere", 404), ("/pearl-2025/", 200), ("/pearl-2025", 308),
    ("/pearl-1999/", 404), ("/pearl-2025/nominations/not-a-uuid", 404), ("/healthz", 200), ("/readyz", 200),
    ("/static/css/base.css", 200), ("/static/nothing.css", 404), ("/static/../app.py", 404), ("/%00", 400),
    ("/sign-in?next=%00", 400), ("/sign-in/link/%00", 400), ("/pearl-2025/texts/%ff", 404),
])
def test_answers_to_a_visitor(app, path, status):
    looked_at(app.test_client().get(path), path, status)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_a_method_that_is_not_there(app, method):
    looked_at(app.test_client().open("/sign-in", method=method), "/sign-in", 405)


def test_the_answer_to_options_tells_the_methods_only(app):
    looked_at(app.test_client().options("/sign-in"), "/sign-in", 200)


def test_a_post_without_a_token(app):
    looked_at(app.test_client().post("/sign-in", data={"email": "x"}), "/sign-in", 400)


def test_a_role_that_may_not(sign_in):
    looked_at(sign_in("owner").get("/pearl-2025/secretariat/people"), "/pearl-2025/secretariat/people", 403)


def test_a_body_that_is_too_large(app, sign_in):
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    answer = sign_in("owner").post("/account", data={"name": "x" * 2_000})

    looked_at(answer, "/account", 413)


@pytest.mark.parametrize("encoding", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_form_with_too_many_fields(app, sign_in, encoding):
    parts = {f"field-{number}": "x" for number in range(app.config["MAX_FORM_PARTS"] + 1)}
    answer = sign_in("owner").post("/account", data=parts, content_type=encoding)

    looked_at(answer, "/account", 413)


def test_an_accident_is_told_by_its_number_and_by_nothing_else(app, sign_in):
    def break_down():
        raise ZeroDivisionError("the secret of the system")

    break_down.action = None
    app.view_functions["public.home"] = break_down

    answer = looked_at(sign_in("owner").get("/", environ_overrides={REQUEST_ID: "0123456789abcdef"}), "/", 500)

    assert "0123456789abcdef" in answer.text
    assert "secret of the system" not in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_a_database_that_is_away_is_a_pause_and_not_an_accident(app, world):
    def away():
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    away.action = None
    app.view_functions["public.home"] = away

    answer = looked_at(app.test_client().get("/"), "/", 503)
    assert answer.headers["Retry-After"] == "5"


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits long for a lock or for a connection."""
    monkeypatch.setattr(database, "BUSY_MS", 50)
    without_timeout = tuple(pragma for pragma in database._PRAGMAS if "busy_timeout" not in pragma)
    monkeypatch.setattr(database, "_PRAGMAS", without_timeout)
    monkeypatch.setattr(database, "_POOL_SECONDS", 0.05)
    monkeypatch.setattr(database, "_POSTGRESQL", database._POSTGRESQL.replace("lock_timeout=20s", "lock_timeout=50ms"))


@pytest.mark.both_databases
@pytest.mark.parametrize("person", [None, "owner"])
def test_a_pool_without_a_connection_left_is_a_pause_and_not_an_accident(impatient, app, sign_in, person):
    client = sign_in(person) if person else app.test_client()
    pool = app.extensions["engine"].pool
    taken = [pool.connect() for _ in range(pool.size() + pool._max_overflow)]
    with pytest.raises(PoolExhausted):
        pool.connect()

    answer = looked_at(client.get("/pearl-2025/"), "/", 503)
    assert answer.headers["Retry-After"] == "5"

    for connection in taken:
        connection.close()
    looked_at(client.get("/pearl-2025/"), "/", 200)


@pytest.mark.both_databases
@pytest.mark.parametrize(("method", "path"), [("POST", "/account"), ("GET", "/pearl-2025/?lang=fr")])
def test_a_database_that_stays_locked_is_a_pause_and_not_an_accident(impatient, app, world, sign_in, method, path):
    """A change cannot begin, or a session cannot be written after its page was made."""
    client = sign_in("owner")
    with world.engine.execution_options(writes=True).connect() as other:
        other.exec_driver_sql("UPDATE session SET seen_at = seen_at")
        if method == "POST" and world.engine.dialect.name == "postgresql":
            other.exec_driver_sql("LOCK TABLE session")  # only SQLite has one lock for everything
        answer = looked_at(client.open(path, method=method), "/", 503)
        other.rollback()

    assert answer.headers["Retry-After"] == "5"
    looked_at(client.get("/pearl-2025/?lang=fr"), "/", 200)


def test_a_download_is_attached_and_sandboxed(site):
    answer = site.request(Route("GET", "documents.download", {}), "owner")

    assert "sandbox" in answer.headers["Content-Security-Policy"]
    for directive in ("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"):
        assert directive in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    looked_at(answer, "/", 200)


def test_the_nonce_of_scripts_is_new_with_every_answer(app):
    client = app.test_client()
    policies = {client.get("/sign-in").headers["Content-Security-Policy"] for _ in range(3)}

    assert len(policies) == 3


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts(app):
    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_over_https_the_cookie_is_bound_to_this_host_and_the_browser_stays_there(world):
    world.settings = replace(world.settings, public_address="https://localhost")
    with application(world) as app:
        answer = app.test_client().get("/sign-in", base_url="https://localhost")

    cookie = answer.headers["Set-Cookie"].split("; ")
    assert cookie[0].startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie)
    assert not any(part.startswith("Domain") for part in cookie)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("reason", [reason for reason in Refusal if errors.STATUS[reason] == 409])
def test_each_refusal_has_a_page_of_its_own(app, reason):
    """A refusal without words would be told in those of another one."""
    page = _render_refusal(app, reason)

    others = {_render_refusal(app, other) for other in Refusal if errors.STATUS[other] == 409 and other is not reason}
    assert page not in others


def _render_refusal(app, reason: Refusal) -> str:
    with app.test_request_context("/"):
        app.preprocess_request()
        page, status, _ = errors.refusal_page(Refused(reason))
    assert status == 409
    return page.partition("<main")[2].partition("</main>")[0].replace(str(reason), "")


def test_whatever_breaks_in_a_server_is_an_accident(app):
    with app.test_request_context("/"):
        app.preprocess_request()
        page, status, _ = errors._http(InternalServerError())

    assert status == 500
    assert "<h1" in page
