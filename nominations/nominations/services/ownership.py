"""What an owner may do with a submitted nomination: withdraw it, restore it, hand it to somebody else."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import policy_facts, review_rules
from nominations.accounts.adapters.addresses import require_writable
from nominations.accounts.steps.accounts import find_or_make_account
from nominations.core.queries import accounts
from nominations.core.rules.errors import Invalid
from nominations.core.rules.events import NominationChanged
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action, State
from nominations.core.tables import Account, Assignment, Nomination
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.nominations.queries.handover import parse_receiver
from nominations.nominations.steps import working_copy_changes
from nominations.nominations.steps.collaborators import end_parts

LONGEST_REASON = 2_000


def withdraw(work: Work, nomination_id: UUID, reason: str = "") -> None:
    """Withdraw a submitted nomination; `reason` may be empty.

    The secretariat gets a letter with the reason, the reviewers it was assigned to get one without it.
    """
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.WITHDRAW, lock=True)
        if fault := stored_text.fault(reason, most=LONGEST_REASON):
            raise Invalid(reason=fault)
        readers = _reviewers(work, nomination) if nomination.state is State.ELIGIBLE else []
        nomination.move(Action.WITHDRAW)
        nomination.changed_at = work.now
        _write_to_secretariat(work, nomination, "nomination_withdrawn", reason=reason)
        for reader in readers:
            work.send_mail("file_withdrawn", reader, **_about(work, nomination))
        work.record(Action.WITHDRAW, nomination, {"reason": reason})


def restore(work: Work, nomination_id: UUID) -> None:
    """Undo a withdrawal, until the close: the newest submission counts again."""
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.RESTORE, lock=True)
        nomination.move(Action.RESTORE)
        nomination.changed_at = work.now
        work.announce(NominationChanged(nomination.id))
        _write_to_secretariat(work, nomination, "nomination_restored")
        work.record(Action.RESTORE, nomination, {"reference": nomination.reference})


def hand_over(work: Work, nomination_id: UUID, address: str) -> None:
    """Make the person with this address the owner; an account is made for them if they have none yet."""
    require_writable(address, work.settings)
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.HAND_OVER, lock=True)
        to = parse_receiver(work, address)
        before = accounts.load_account(session, nomination.owner_id)
        new = find_or_make_account(work, session, to, before.language if before else "en")
        end_parts(work, nomination, new.id)
        nomination.owner_id, nomination.changed_at = new.id, work.now
        work.announce(NominationChanged(nomination.id))
        about = _about(work, nomination)
        work.send_mail("nomination_handed_to_you", new, giver=work.actor.name or work.actor.email, **about)
        if before is not None:
            work.send_mail("nomination_handed_over", before, receiver=to.email, **about)
        work.record(Action.HAND_OVER, nomination, {"from": work.actor.id, "to": new.id})


def _reviewers(work: Work, nomination: Nomination) -> list[Account]:
    """The reviewers who can see the nomination now."""
    return list(work.session.scalars(
        select(Account).join(Assignment, Assignment.reviewer_id == Account.id).where(
            Assignment.nomination_id == nomination.id, review_rules.visible_to_reviewer(),
        ).order_by(Account.email_key).distinct()
    ))


def _write_to_secretariat(work: Work, nomination: Nomination, template: str, **values_: Any) -> None:
    edition = editions.by_id(work.session, nomination.edition_id).edition
    about = _about(work, nomination) | {"path": working_copy_changes.secretariat_path(edition, nomination)}
    work.send_mail(template, Mailbox(edition.contact, edition.languages[0]), **about, **values_)


def _about(work: Work, nomination: Nomination) -> dict[str, Any]:
    edition = editions.by_id(work.session, nomination.edition_id).edition
    return {
        "edition_id": nomination.edition_id, "nomination_id": nomination.id, "reference": nomination.reference,
        "edition": edition, "path": f"/{edition.code}/nominations/{nomination.id}",
    }
