"""When a session ends by itself: after a time without a request, and after a time whatever happens."""

from datetime import timedelta

import pytest

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
