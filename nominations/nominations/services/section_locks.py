"""Who writes in a section now: it is reserved for two minutes after the last key, and may be handed on.

None of this is an act of the award: it stands in no ledger, and lapses by itself.
"""

from datetime import timedelta
from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import InUse, Refused
from nominations.core.rules.policy import refusal
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Account, Presence, Reservation
from nominations.core.work import Work
from nominations.nominations.queries import working_copy

RESERVED = timedelta(minutes=2)


def take(work: Work, nomination_id: UUID, section: str, *, leaving: bool = False) -> None:
    """Reserve a section for the actor from now, or raise `InUse`; who is `leaving` it needs it no longer.

    Within the transaction of whoever saves, who has locked the nomination.
    """
    row = _row(work, nomination_id, section)
    if row is not None and _is_taken(work, row):
        raise InUse(_name(work, row.holder_id), row.until)
    if row is None:
        row = Reservation(nomination_id=nomination_id, section=section)
        work.session.add(row)
    if row.holder_id != work.actor.id or row.asked_by_id == work.actor.id:
        row.asked_by_id = None
    row.holder_id, row.until = work.actor.account_id, work.now if leaving else work.now + RESERVED
    work.session.flush()


def give_back(work: Work, nomination_id: UUID, section: str) -> None:
    """End the actor's own reservation; within the transaction of whoever saves."""
    row = _row(work, nomination_id, section)
    if row is not None and row.holder_id == work.actor.id:
        row.until, row.asked_by_id = min(row.until, work.now), None


def be_seen(work: Work, nomination_id: UUID, section: str, *, typing: bool) -> None:
    """Say that the actor has this section open; who is typing, and may, reserves it if it is free."""
    with work.transaction() as session:
        nomination, case = policy_facts.nomination_with_facts(work, nomination_id, to=Action.VIEW, lock=True)
        _known(work, nomination, section)
        if not case.shared:
            return
        row = session.get(Presence, (nomination.id, work.actor.id), populate_existing=True)
        if row is None:
            session.add(Presence(
                nomination_id=nomination.id, account_id=work.actor.id, section=section, seen_at=work.now
            ))
        else:
            row.section, row.seen_at = section, work.now
        free = not _is_taken(work, _row(work, nomination.id, section))
        if typing and free and refusal(work.actor, Action.EDIT, case) is None:
            take(work, nomination.id, section)


def ask(work: Work, nomination_id: UUID, section: str) -> None:
    """Ask whoever writes in a section to hand it on; where nobody does, it is the actor's at once."""
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        _known(work, nomination, section)
        row = _row(work, nomination.id, section)
        if row is not None and _is_taken(work, row):
            row.asked_by_id = work.actor.id
        else:
            take(work, nomination.id, section)


def hand_on(work: Work, nomination_id: UUID, section: str) -> None:
    """Let whoever asked have the section from now; nothing happens where nobody asked, or it lapsed meanwhile."""
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        _known(work, nomination, section)
        row = _row(work, nomination.id, section)
        if row is not None and row.holder_id == work.actor.id and row.asked_by_id is not None:
            row.holder_id, row.asked_by_id, row.until = row.asked_by_id, None, work.now + RESERVED


def _row(work: Work, nomination_id: UUID, section: str) -> Reservation | None:
    return work.session.get(Reservation, (nomination_id, section), populate_existing=True)


def _is_taken(work: Work, row: Reservation | None) -> bool:
    return row is not None and row.holder_id != work.actor.id and is_open(row.until, work.now)


def _name(work: Work, account_id: UUID) -> str:
    account = work.session.get_one(Account, account_id)
    return account.name or account.email


def _known(work: Work, nomination, section: str) -> None:
    """A section of the form; of any other word no row is made."""
    if section not in {each.key for each in working_copy.load(work, nomination).category.sections}:
        raise Refused(Refusal.NOT_FOUND)
