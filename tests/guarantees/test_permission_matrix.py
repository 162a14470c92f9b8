"""Every endpoint has the outcome that the matrix says, tried for every route and every persona."""


import pytest

from tests.guarantees.matrix_requests import MATRIX, PERSONAS, outcome, rehearsed, routes


def test_the_matrix_names_every_route_and_every_persona(house):
    assert {(door.method, door.endpoint) for door in MATRIX} == routes(house.app)
    assert all(tuple(door.meets) == PERSONAS for door in MATRIX)


def test_no_endpoint_has_two_lines():
    assert len({str(door) for door in MATRIX}) == len(MATRIX)


@pytest.mark.parametrize("door", MATRIX, ids=str)
def test_each_endpoint_is_open_only_to_whom_the_matrix_says(house, door):
    with rehearsed():
        met = {persona: outcome(house.knock(door, persona)) for persona in PERSONAS}

    assert met == door.meets


def test_calling_every_endpoint_changed_nothing(house):
    """The requests above were rolled back; otherwise their outcomes would depend on their order."""
    before = house.rows()
    with rehearsed():
        for door in MATRIX:
            if door.method == "POST":
                house.knock(door, next((persona for persona in PERSONAS if door.meets[persona] == "in"), "visitor"))

    after = house.rows()
    assert {name for name in before if before[name] != after[name]} == set()
