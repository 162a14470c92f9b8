"""What does not exist and what one may not know of have identical responses."""

import re
from uuid import uuid4

import pytest

from tests.guarantees.matrix_requests import MATRIX, PERSONAS, Route, rehearsed

# Ids of what an endpoint is about; the others belong to something that these name.
IDS = ("nomination_id", "document_id", "round_id", "letter_id", "grant_id", "conflict_id", "attachment_id",
       "reviewer_id", "account_id")
# These work on what was chosen from a list, and say what was left out of it.
CHOSEN_FROM_A_LIST = {"secretariat.assignment_check", "secretariat.assign", "secretariat.remove_assignment"}
ODD = ("no such", "é", "x" * 2_000, "..", "%2e%2e", "a/b", "<planted-mark>")
OF_ITS_OWN = re.compile(r'nonce="[^"]+"|value="[^"]+"|content="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}|0x[0-9a-f]+')


def ids_of(site, route: Route) -> list[str]:
    arguments = {name for rule in site.app.url_map.iter_rules(route.endpoint) for name in rule.arguments}
    return [name for name in IDS if name in arguments]


def load_answer(site, route: Route, persona: str, **other: object) -> tuple[int, str]:
    with rehearsed():
        address = site.address
        site.address = lambda place: address(place, **other)
        try:
            answer = site.request(route, persona)
        finally:
            del site.address
    return answer.status_code, OF_ITS_OWN.sub("", answer.text)


@pytest.mark.parametrize("route", [route for route in MATRIX if "404" in route.outcomes.values()], ids=str)
def test_the_forbidden_looks_like_the_missing(site, route):
    if not (ids := ids_of(site, route)):
        return
    for persona in PERSONAS:
        if route.outcomes[persona] == "404":
            missing = {name: uuid4() for name in ids if name in ("nomination_id", "document_id")}
            load_answer(site, route, persona)  # shows what an earlier act left to be told once
            assert load_answer(site, route, persona) == load_answer(site, route, persona, **missing), persona


@pytest.mark.parametrize("route", [route for route in MATRIX if "#" not in route.place], ids=str)
def test_whoever_may_finds_nothing_where_there_is_nothing(site, route):
    """Each id of an address in turn is one that nobody has: not found, never an accident, never something else."""
    persona = next((candidate for candidate in PERSONAS if route.outcomes[candidate] == "in"), None)
    if persona is None:
        return
    for name in ids_of(site, route):
        status, _ = load_answer(site, route, persona, **{name: uuid4()})
        assert status == 404 or (route.place in CHOSEN_FROM_A_LIST and status in (302, 409)), name


@pytest.mark.parametrize("route", [route for route in MATRIX if "#" not in route.place], ids=str)
def test_an_odd_word_in_an_address_is_no_accident(site, route):
    """Keys, kinds, sections, tokens: whatever is not an id is a word somebody may have typed."""
    names = {name for rule in site.app.url_map.iter_rules(route.endpoint) for name in rule.arguments}
    persona = next((candidate for candidate in PERSONAS if route.outcomes[candidate] == "in"), "owner")
    for name in names & {"key", "section", "kind", "category", "token", "token_hash", "role", "filename"}:
        for odd in ODD:
            status, _ = load_answer(site, route, persona, **{name: odd})
            assert status in (200, 302, 303, 400, 404, 409, 422), (name, odd)
