"""When a session ends by itself, and what the next one takes over from it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from nominations.web.sessions import StoredSession
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
