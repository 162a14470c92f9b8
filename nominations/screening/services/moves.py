"""Acts of the head: proposing a move to another category, and changing the owner."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, select

from nominations.access.queries import policy_facts
from nominations.accounts.adapters.addresses import parse_address
from nominations.accounts.steps.accounts import lock_open_account
from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import Invalid
from nominations.core.rules.events import NominationChanged
from nominations.core.rules.text.typed import parse_end_of_day, parse_text
from nominations.core.rules.vocabulary import Action, Role
from nominations.core.tables import Account, CategoryMove, Grant
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.nominations.steps.collaborators import end_parts


def propose_move(work: Work, nomination_id: UUID, to_category: str, reason: str, complete_by: str) -> None:
    """Propose another category; the owner may answer and add what is missing until the end of that day."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.MOVE, lock=True)
        edition = editions.by_id(session, nomination.edition_id).edition
        if to_category not in {category.key for category in edition.categories} - {nomination.category}:
            raise Invalid(to_category="missing" if not to_category else "not_an_option")
        reason = parse_text("move_reason", reason)
        until: datetime = parse_end_of_day("complete_by", complete_by, edition.zone)
        if not is_open(until, work.now):
            raise Invalid(complete_by="in_the_past")
        session.add(CategoryMove(
            id=uuid4(), nomination_id=nomination.id, from_category=nomination.category, to_category=to_category,
            reason=reason,
            proposed_at=work.now, proposed_by_id=work.actor.id, complete_by=until,
        ))
        owner = session.get_one(Account, nomination.owner_id)
        work.send_mail(
            "move_proposed", owner, edition_id=nomination.edition_id, nomination_id=nomination.id,
            reference=nomination.reference,
            award=edition.title.in_(owner.language), contact=edition.contact, zone=edition.zone, until=until,
            category=edition.category(to_category).label.in_(owner.language), reason=reason,
            path=f"/{edition.code}/nominations/{nomination.id}",
        )
        session.flush()
        work.record(
            Action.MOVE, nomination, {"from": nomination.category, "to": to_category, "reason": reason, "until": until}
        )


def reassign_owner(work: Work, nomination_id: UUID, email: str, reason: str) -> None:
    """Make another account the owner, for an owner who cannot do it; both people get a letter."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.REASSIGN_OWNER, lock=True)
        edition = editions.by_id(session, nomination.edition_id).edition
        heir = lock_open_account(session, Account.email_key == parse_address(email).key)
        if heir is None or heir.id == nomination.owner_id:
            raise Invalid(email="no_such_account" if heir is None else "owns_it_already")
        judges = exists().where(
            Grant.account_id == heir.id, Grant.edition_id == nomination.edition_id, Grant.ended_at.is_(None),
            Grant.role.in_((Role.REVIEWER, Role.CHAIR)),
        )
        if session.scalar(select(judges)):
            raise Invalid(email="judges_here")
        reason = parse_text("reason", reason)
        before = session.get_one(Account, nomination.owner_id)
        end_parts(work, nomination, heir.id)
        nomination.owner_id, nomination.changed_at = heir.id, work.now
        work.announce(NominationChanged(nomination.id))
        for person, template in ((heir, "owner_received"), (before, "owner_handed_on")):
            work.send_mail(
                template, person, edition_id=nomination.edition_id, nomination_id=nomination.id,
                reference=nomination.reference,
                award=edition.title.in_(person.language), contact=edition.contact, reason=reason,
                path=f"/{edition.code}/nominations/{nomination.id}",
            )
        session.flush()
        work.record(Action.REASSIGN_OWNER, nomination, {"from": before.id, "to": heir.id, "reason": reason})
