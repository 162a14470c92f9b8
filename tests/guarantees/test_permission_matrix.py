"""Every endpoint has the outcome that the matrix says, tried for every route and every persona."""


import pytest

from tests.guarantees.matrix_requests import MATRIX, PERSONAS, outcome, rehearsed, routes


def test_the_matrix_names_every_route_and_every_persona(site):
    assert {(route.method, route.endpoint) for route in MATRIX} == routes(site.app)
    assert all(tuple(route.outcomes) == PERSONAS for route in MATRIX)


def test_no_endpoint_has_two_lines():
    assert len({str(route) for route in MATRIX}) == len(MATRIX)


@pytest.mark.parametrize("route", MATRIX, ids=str)
def test_each_endpoint_is_open_only_to_whom_the_matrix_says(site, route):
    with rehearsed():
        met = {persona: outcome(site.request(route, persona)) for persona in PERSONAS}

    assert met == route.outcomes


def test_calling_every_endpoint_changed_nothing(site):
    """The requests above were rolled back; otherwise their outcomes would depend on their order."""
    before = site.rows()
    with rehearsed():
        for route in MATRIX:
            if route.method == "POST":
                allowed = (persona for persona in PERSONAS if route.outcomes[persona] == "in")
                site.request(route, next(allowed, "visitor"))

    after = site.rows()
    assert {name for name in before if before[name] != after[name]} == set()
