"""Who writes in a section now: it is reserved until two minutes after the last keystroke, and may be handed on.

None of this is an act of the award: nothing is written to the ledger, and a reservation lapses by itself.
"""

from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy import refusal
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Presence
from nominations.core.work import Work
from nominations.nominations.queries import working_copy
from nominations.nominations.steps import reservations


def record_presence(work: Work, nomination_id: UUID, section: str, *, typing: bool) -> None:
    """Note that the actor has this section open; if the actor is typing and may edit, reserve it where it is free."""
    with work.transaction() as session:
        nomination, case = policy_facts.nomination_with_facts(work, nomination_id, to=Action.VIEW, lock=True)
        _require_section(work, nomination, section)
        if not case.shared:
            return
        presence = session.get(Presence, (nomination.id, work.actor.id), populate_existing=True)
        if presence is None:
            session.add(Presence(
                nomination_id=nomination.id, account_id=work.actor.id, section=section, seen_at=work.now
            ))
        else:
            presence.section, presence.seen_at = section, work.now
        free = not reservations.is_taken(work, reservations.load_reservation(work, nomination.id, section))
        if typing and free and refusal(work.actor, Action.EDIT, case) is None:
            reservations.reserve_section(work, nomination.id, section)


def ask_for_section(work: Work, nomination_id: UUID, section: str) -> None:
    """Ask the person who writes in a section to hand it on; where nobody writes, the actor gets it at once."""
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        _require_section(work, nomination, section)
        reservation = reservations.load_reservation(work, nomination.id, section)
        if reservation is not None and reservations.is_taken(work, reservation):
            reservation.asked_by_id = work.actor.id
        else:
            reservations.reserve_section(work, nomination.id, section)


def hand_on_section(work: Work, nomination_id: UUID, section: str) -> None:
    """Hand the section to the person who asked; does nothing where nobody asked or the actor does not hold it."""
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        _require_section(work, nomination, section)
        reservation = reservations.load_reservation(work, nomination.id, section)
        if reservation is not None and reservation.holder_id == work.actor.id and reservation.asked_by_id is not None:
            reservation.holder_id, reservation.asked_by_id = reservation.asked_by_id, None
            reservation.until = work.now + reservations.RESERVED


def _require_section(work: Work, nomination, section: str) -> None:
    """Refuse a key that is no section of the form, so that no row is written for it."""
    if section not in {item.key for item in working_copy.load(work, nomination).category.sections}:
        raise Refused(Refusal.NOT_FOUND)
