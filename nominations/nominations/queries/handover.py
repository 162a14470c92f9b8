"""Checking the address of the person to whom a nomination is handed over."""

from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.accounts.adapters.addresses import Address, parse_address, require_writable
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work

LONGEST_ADDRESS = 254


def check_address(work: Work, nomination_id: UUID, typed: str) -> str:
    """The address as it would be used to hand the nomination over; raises `Invalid` for one that cannot be used.

    The answer never shows whether the address belongs to an account.
    """
    policy_facts.nomination(work, nomination_id, to=Action.HAND_OVER)
    require_writable(typed, work.settings)
    return parse_receiver(work, typed).email


def parse_receiver(work: Work, typed: str) -> Address:
    """The typed address of a receiver; raises `Invalid` if it is no address or the actor's own."""
    if stored_text.fault(typed, most=LONGEST_ADDRESS, required=True):
        raise Invalid(email="not_email")
    address = parse_address(typed)
    if address.key == parse_address(work.actor.email).key:
        raise Invalid(email="own_address")
    return address
