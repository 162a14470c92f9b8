"""How many bodies arrive at once: nobody takes the places of the others."""

from dataclasses import replace

import pytest

from nominations.web.server.shares import Sender, Shares, address_share

SETTINGS = {"bodies_at_once": 10, "visitor_bodies_at_once": 6, "bodies_per_address": 3, "bodies_per_session": 2}


@pytest.fixture
def shares(settings):
    return Shares(replace(settings, **SETTINGS))


def visitors(address):
    return Sender(address, is_known=False)


def test_one_address_takes_its_own_share_and_the_others_keep_theirs(shares):
    assert [shares.take(visitors("a")) for _ in range(4)][3] == 429
    assert callable(shares.take(visitors("b")))
    assert callable(shares.take(Sender("session of a", is_known=True)))


def test_all_visitors_together_leave_room_for_who_is_signed_in(shares):
    taken = [shares.take(visitors(f"address {number}")) for number in range(6)]

    assert all(map(callable, taken))
    assert shares.take(visitors("another")) == 503
    assert all(callable(shares.take(Sender(f"session {number}", is_known=True))) for number in range(4))
    assert shares.take(Sender("one more", is_known=True)) == 503


def test_a_session_has_a_share_too(shares):
    assert [callable(shares.take(Sender("hers", is_known=True))) for _ in range(3)] == [True, True, False]


def test_a_place_that_was_given_back_is_free(shares):
    places = [shares.take(visitors("a")) for _ in range(3)]
    assert shares.take(visitors("a")) == 429

    for place in places:
        place()

    assert all(callable(shares.take(visitors("a"))) for _ in range(3))
    assert (shares._all, shares._visitors, sum(shares._counted.values())) == (3, 3, 3)


@pytest.mark.parametrize(("address", "share"), [
    ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8:1:2::", "2001:db8:1:2::"),
    ("2001:db8:1:3::1", "2001:db8:1:3::"), ("::ffff:192.0.2.7", "192.0.2.7"), ("", ""), ("unknown", "unknown"),
])
def test_of_ipv6_one_household_counts_as_one_address(address, share):
    assert address_share(address) == share
