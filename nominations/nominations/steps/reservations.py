"""Reservations of a section for the person who writes in it: parts of use cases that save or that ask for a turn."""

from datetime import timedelta
from uuid import UUID

from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import InUse
from nominations.core.tables import Account, Reservation
from nominations.core.work import Work

RESERVED = timedelta(minutes=2)


def reserve_section(work: Work, nomination_id: UUID, section: str, *, leaving: bool = False) -> None:
    """Reserve a section for the actor, or raise `InUse` if somebody else holds it; the caller locked the nomination.

    Somebody who is `leaving` the section takes it and gives it back at once.
    """
    reservation = load_reservation(work, nomination_id, section)
    if reservation is not None and is_taken(work, reservation):
        raise InUse(_name(work, reservation.holder_id), reservation.until)
    if reservation is None:
        reservation = Reservation(nomination_id=nomination_id, section=section)
        work.session.add(reservation)
    if reservation.holder_id != work.actor.id or reservation.asked_by_id == work.actor.id:
        reservation.asked_by_id = None
    reservation.holder_id, reservation.until = work.actor.account_id, work.now if leaving else work.now + RESERVED
    work.session.flush()


def release_section(work: Work, nomination_id: UUID, section: str) -> None:
    """End the actor's own reservation, if there is one; the caller has locked the nomination."""
    reservation = load_reservation(work, nomination_id, section)
    if reservation is not None and reservation.holder_id == work.actor.id:
        reservation.until, reservation.asked_by_id = min(reservation.until, work.now), None


def load_reservation(work: Work, nomination_id: UUID, section: str) -> Reservation | None:
    """The reservation of a section as the database has it now; it may have lapsed."""
    return work.session.get(Reservation, (nomination_id, section), populate_existing=True)


def is_taken(work: Work, reservation: Reservation | None) -> bool:
    """Whether somebody other than the actor holds the section now."""
    return reservation is not None and reservation.holder_id != work.actor.id and is_open(reservation.until, work.now)


def _name(work: Work, account_id: UUID) -> str:
    account = work.session.get_one(Account, account_id)
    return account.name or account.email
