"""What does not exist and what one may not know of have identical responses."""

import re
from uuid import uuid4

import pytest

from tests.guarantees.matrix_requests import MATRIX, PERSONAS, Door, rehearsed

# Ids of what an endpoint is about; the others belong to something that these name.
IDS = ("nomination_id", "document_id", "round_id", "letter_id", "grant_id", "conflict_id", "attachment_id",
       "reviewer_id", "account_id")
# These work on what was chosen from a list, and say what was left out of it.
CHOSEN_FROM_A_LIST = {"secretariat.assignment_check", "secretariat.assign", "secretariat.remove_assignment"}
ODD = ("no such", "é", "x" * 2_000, "..", "%2e%2e", "a/b", "<planted-mark>")
OF_ITS_OWN = re.compile(r'nonce="[^"]+"|value="[^"]+"|content="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}|0x[0-9a-f]+')


def ids_of(house, door: Door) -> list[str]:
    arguments = {name for rule in house.app.url_map.iter_rules(door.endpoint) for name in rule.arguments}
    return [name for name in IDS if name in arguments]


def load_answer(house, door: Door, persona: str, **other: object) -> tuple[int, str]:
    with rehearsed():
        address = house.address
        house.address = lambda place: address(place, **other)
        try:
            answer = house.knock(door, persona)
        finally:
            del house.address
    return answer.status_code, OF_ITS_OWN.sub("", answer.text)


@pytest.mark.parametrize("door", [door for door in MATRIX if "404" in door.meets.values()], ids=str)
def test_the_forbidden_looks_like_the_missing(house, door):
    if not (ids := ids_of(house, door)):
        return
    for persona in PERSONAS:
        if door.meets[persona] == "404":
            missing = {name: uuid4() for name in ids if name in ("nomination_id", "document_id")}
            load_answer(house, door, persona)  # shows what an earlier act left to be told once
            assert load_answer(house, door, persona) == load_answer(house, door, persona, **missing), persona


@pytest.mark.parametrize("door", [door for door in MATRIX if "#" not in door.place], ids=str)
def test_whoever_may_finds_nothing_where_there_is_nothing(house, door):
    """Each id of an address in turn is one that nobody has: not found, never an accident, never something else."""
    persona = next((candidate for candidate in PERSONAS if door.meets[candidate] == "in"), None)
    if persona is None:
        return
    for name in ids_of(house, door):
        status, _ = load_answer(house, door, persona, **{name: uuid4()})
        assert status == 404 or (door.place in CHOSEN_FROM_A_LIST and status in (302, 409)), name


@pytest.mark.parametrize("door", [door for door in MATRIX if "#" not in door.place], ids=str)
def test_an_odd_word_in_an_address_is_no_accident(house, door):
    """Keys, kinds, sections, tokens: whatever is not an id is a word somebody may have typed."""
    names = {name for rule in house.app.url_map.iter_rules(door.endpoint) for name in rule.arguments}
    persona = next((candidate for candidate in PERSONAS if door.meets[candidate] == "in"), "owner")
    for name in names & {"key", "section", "kind", "category", "token", "token_hash", "role", "filename"}:
        for odd in ODD:
            status, _ = load_answer(house, door, persona, **{name: odd})
            assert status in (200, 302, 303, 400, 404, 409, 422), (name, odd)
