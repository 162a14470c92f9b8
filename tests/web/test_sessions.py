"""When a session ends by itself, and what the next one takes over from it."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from nominations.accounts.services.old_sessions import sweep_sessions
from nominations.core.tables import Session
from nominations.web import sessions, visitor_cookie
from nominations.web.sessions import StoredSession, digest
from tests.support import make


def is_signed_in(client) -> bool:
    answer = client.get("/account")
    assert answer.status_code in (200, 302)
    return answer.status_code == 200


@pytest.fixture
def idle(world) -> timedelta:
    return timedelta(minutes=world.settings.session_idle_minutes)


@pytest.fixture
def longest(world) -> timedelta:
    return timedelta(minutes=world.settings.session_minutes)


def test_a_session_ends_when_nothing_was_asked_for_a_while(sign_in, clock, idle):
    in_time, too_late = sign_in("owner"), sign_in("owner")
    clock.turn_to(make.START + idle - make.A_MOMENT)
    assert is_signed_in(in_time)

    clock.turn_to(make.START + idle)
    assert not is_signed_in(too_late)
    assert is_signed_in(in_time)  # what was asked a moment ago counts


def test_what_has_ended_does_not_begin_again(sign_in, clock, idle):
    client = sign_in("owner")
    token = client.get_cookie("session").value
    clock.turn_to(make.START + idle)
    assert not is_signed_in(client)

    client.set_cookie("session", token)
    assert not is_signed_in(client)


def test_a_session_ends_at_the_longest_however_much_is_asked(sign_in, clock, idle, longest):
    client, instant = sign_in("owner"), make.START
    while instant + idle / 2 < make.START + longest:
        instant += idle / 2
        clock.turn_to(instant)
        assert is_signed_in(client)

    clock.turn_to(make.START + longest - make.A_MOMENT)
    assert is_signed_in(client)
    clock.turn_to(make.START + longest)
    assert not is_signed_in(client)


def test_a_new_session_takes_over_what_opens_nothing():
    session = StoredSession("the old token")
    session.update(language="fr", self_check={"age": "17"}, csrf_token="old", acting={"pearl-2025": "head"})

    session.sign_in(uuid4())

    assert (session["language"], session["self_check"]) == ("fr", {"age": "17"})
    assert session.keys() == {"language", "self_check", "csrf_token"}
    assert session["csrf_token"] != "old"
    assert session.token is None  # a new one is made when it is stored

    session.sign_out()
    assert session.keys() == {"language", "self_check"}
    assert session.account_id is None


def count_rows(world) -> int:
    with world.session() as session:
        return session.scalar(select(func.count()).select_from(Session)) or 0


@pytest.mark.parametrize("path", ["/sign-in", "/pearl-2025/", "/pearl-2025/?lang=fr", "/nowhere", "/account"])
def test_looking_writes_no_row(app, world, path):
    before = count_rows(world)
    for _ in range(10):
        app.test_client().get(path)

    assert count_rows(world) == before


def test_a_form_with_a_forged_token_writes_no_row(app, world):
    before = count_rows(world)

    answer = app.test_client().post("/sign-in", data={"csrf_token": "forged", "email": "ada.byron@example.org"})

    assert (answer.status_code, count_rows(world)) == (400, before)


def test_what_is_typed_is_stored_and_the_cookie_then_holds_a_token_only(world, browse):
    page = browse(None, "/sign-in")
    assert visitor_cookie.is_signed(page.client.get_cookie("session").value)
    before = count_rows(world)

    page.press("Send me a code", {"email": "ada.byron@example.org"})

    assert count_rows(world) == before + 1
    assert not visitor_cookie.is_signed(page.client.get_cookie("session").value)


def test_a_visitor_keeps_the_language(app):
    client = app.test_client()
    client.get("/pearl-2025/?lang=fr")

    assert 'lang="fr"' in client.get("/pearl-2025/").text


SETTINGS_OF_ANOTHER = {"secret_key": "of another house " * 4}


@pytest.mark.parametrize("harm", ["content", "seal", "key", "age", "future"])
def test_a_visitors_cookie_that_is_not_ours_or_too_old_carries_nothing(world, harm):
    content, now = {"csrf_token": "abc"}, world.clock()
    settings = replace(world.settings, **SETTINGS_OF_ANOTHER) if harm == "key" else world.settings
    cookie = visitor_cookie.sign(settings, content, now)
    assert visitor_cookie.read(settings, cookie, now) == content
    at = {"age": now + timedelta(minutes=settings.session_minutes), "future": now - timedelta(seconds=1)}.get(harm, now)
    harmed = {"content": "A" + cookie[1:], "seal": cookie[:-1] + "é"}.get(harm, cookie)

    assert visitor_cookie.read(world.settings, harmed, at) == {}


def test_a_visitors_cookie_never_carries_what_gives_a_right_or_what_no_browser_keeps(world):
    now = world.clock()

    assert visitor_cookie.sign(world.settings, {"acting": {"pearl-2025": "head"}}, now) is None
    assert visitor_cookie.sign(world.settings, {"csrf_token": "x", "entering": {}}, now) is None
    assert visitor_cookie.sign(world.settings, {"_flashes": [["success", "x" * 4_000]]}, now) is None


@pytest.mark.both_databases
def test_ended_sessions_and_old_ones_are_deleted_after_thirty_days(world, sign_in, clock):
    sign_in("owner")
    ended, standing = sign_in("stranger"), sign_in("head")
    clock.turn_to(make.START + timedelta(days=1))
    with world.engine.execution_options(writes=True).begin() as connection:
        for client, columns in ((ended, ("seen_at", "ended_at")), (standing, ("seen_at",))):
            token = digest(client.get_cookie("session").value)
            later = dict.fromkeys(columns, clock())
            connection.execute(update(Session).where(Session.token_hash == token).values(later))

    clock.turn_to(make.START + timedelta(days=30) + make.A_MOMENT)
    assert sweep_sessions(world.work("head")) == 1
    clock.turn_to(make.START + timedelta(days=31) + make.A_MOMENT)
    assert sweep_sessions(world.work("head")) == 2


class Full(OperationalError):
    """What SQLite raises when the disk is full."""

    def __init__(self):
        cause = sqlite3.OperationalError("database or disk is full")
        cause.sqlite_errorcode = sqlite3.SQLITE_FULL
        super().__init__("UPDATE", {}, cause)


@pytest.mark.parametrize(("path", "status"), [("/account", 200), ("/account?lang=fr", 507)])
def test_reading_goes_on_while_the_disk_is_full(sign_in, clock, monkeypatch, path, status):
    """That somebody was seen need not be written; what they chose must be."""
    client = sign_in("owner")
    client.get("/account")
    clock.turn_to(make.START + timedelta(minutes=6))

    def full(*_):
        raise Full

    monkeypatch.setattr(sessions, "write_rows", full)

    assert client.get(path).status_code == status


def test_only_a_session_of_somebody_who_is_signed_in_is_known_before_the_body(app, sign_in, clock, idle):
    client, visitor = sign_in("owner"), app.test_client()
    visitor.get("/sign-in")

    def known(cookie):
        return sessions.session_of(app, {"HTTP_COOKIE": f"session={cookie}"})

    token = client.get_cookie("session").value
    assert known(token) == digest(token)
    assert known(visitor.get_cookie("session").value) == ""
    assert known("invented") == known("") == sessions.session_of(app, {}) == ""
    clock.turn_to(make.START + idle)
    assert known(token) == ""
