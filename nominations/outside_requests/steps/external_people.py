"""People who are asked by a private link: checking them as typed, and what letters to them say of the nomination."""

from collections.abc import Collection, Mapping
from typing import Any

from nominations.accounts.adapters.addresses import Address, parse_address
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text import stored_text
from nominations.core.tables import Nomination
from nominations.core.work import Work
from nominations.editions.rules.edition import Edition
from nominations.outside_requests.rules import Person

LONGEST_NAME = 200
LONGEST_ROLE = 300
LONGEST_ADDRESS = 254


def check_person(work: Work, typed: Person, languages: Collection[str], *, needs_role: bool) -> tuple[Person, Address]:
    """The person and their checked address; raises `Invalid` with every field that is wrong."""
    problems: dict[str, str | tuple[str, Mapping[str, object]]] = {}
    lines = [("name", typed.name, LONGEST_NAME, True), ("role", typed.role, LONGEST_ROLE, needs_role)]
    for field, text, most, required in lines:
        if fault := stored_text.fault(text, most=most, required=required):
            problems[field] = fault
        elif "\n" in text:
            problems[field] = "line_break"
    address = Address("", "")
    try:
        if stored_text.fault(typed.email, most=LONGEST_ADDRESS, required=True):
            raise Invalid(email="not_email")
        address = parse_address(typed.email)
    except Invalid:
        problems["email"] = "not_email"
    if address.key and address.key == parse_address(work.actor.email).key:
        problems["email"] = "asks_oneself"
    if typed.language not in languages:
        problems["language"] = "not_an_option"
    if problems:
        raise Invalid(**problems)
    return Person(typed.name, address.email, typed.language, typed.role), address


def letter_values(nomination: Nomination, edition: Edition) -> dict[str, Any]:
    """The values that every letter about a nomination needs."""
    return {
        "edition_id": nomination.edition_id, "nomination_id": nomination.id, "reference": nomination.reference,
        "title": nomination.title, "edition": edition,
    }
