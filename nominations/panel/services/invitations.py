"""Inviting people to review: a letter with a private link, answered once, with yes or with no and a reason."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.accounts.adapters.addresses import parse_address, require_writable
from nominations.accounts.queries import applicants
from nominations.accounts.steps.accounts import find_or_make_account, lock_open_account
from nominations.accounts.steps.role_lock import lock_roles
from nominations.core.language import LANGUAGES
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.events import ReviewerChanged
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.text.stored_text import fault
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, Refusal, Role
from nominations.core.tables import Account, Grant, ReviewerInvitation
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.panel.queries import invitations
from nominations.panel.steps.invitations import invite_account

REASON_MOST = 2000
A_SECOND = timedelta(seconds=1)  # letters name the last second that is in time


def invite_person(work: Work, edition_id: UUID, typed: str, name: str, *, language: str) -> ReviewerInvitation:
    """Invite somebody to review; an earlier invitation stops working. Raises `Invalid` by field."""
    address = parse_address(typed)
    require_writable(typed, work.settings)
    if problem := fault(name, most=200):
        raise Invalid(name=problem)
    if language not in LANGUAGES:
        raise Invalid(language="not_an_option")
    with work.transaction() as session:
        work.require(Action.INVITE, policy_facts.load_edition(work, edition_id))
        lock_roles(session, edition_id)
        account = find_or_make_account(work, session, address, language, name.strip())
        if _reviews(session, edition_id, account.id):
            raise Invalid(email="held_already")
        if session.scalar(select(exists(applicants.select_participants(edition_id, [account.id]).subquery()))):
            raise Invalid(email="applies_here")
        invitation = invite_account(work, edition_id, account)
    return invitation


def withdraw_invitation(work: Work, edition_id: UUID, invitation_id: UUID) -> None:
    """Withdraw an unanswered invitation; its link stops working."""
    with work.transaction() as session:
        work.require(Action.INVITE, policy_facts.load_edition(work, edition_id))
        invitation = session.get(ReviewerInvitation, invitation_id, with_for_update=True)
        if invitation is None or invitation.edition_id != edition_id:
            raise Refused(Refusal.NOT_FOUND)
        if invitation.answered_at or invitation.withdrawn_at:
            raise Refused(Refusal.NOT_FOUND)
        invitation.withdrawn_at = work.now
        work.record(Action.INVITE, f"account:{invitation.account_id}", {"withdrawn": True})


def answer_invitation(work: Work, edition_id: UUID, token: str, *, accepted: bool, reason: str) -> None:
    """Accept, which gives the role, or decline with a reason. Raises `LinkRefused`, and `Invalid` at `reason`."""
    if not accepted:
        reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        lock_roles(session, edition_id)
        invitation = invitations.load_living(work, edition_id, token, lock=True)
        if accepted and session.scalar(
            select(exists(applicants.select_participants(edition_id, [invitation.account_id]).subquery()))
        ):
            raise Invalid(answer="applies_here")
        invitation.answered_at, invitation.accepted, invitation.reason = work.now, accepted, "" if accepted else reason
        session.flush()
        account = lock_open_account(session, Account.id == invitation.account_id)
        if account is None:
            raise Refused(Refusal.NOT_FOUND)
        if accepted and not _reviews(session, edition_id, account.id):
            session.add(Grant(
                id=uuid4(), account_id=account.id, edition_id=edition_id, role=Role.REVIEWER, granted_at=work.now,
                granted_by_id=invitation.sent_by_id,
            ))
            session.flush()
            work.announce(ReviewerChanged(edition_id, account.id))
        edition = editions.by_id(session, edition_id).edition
        work.send_mail(
            "invitation_answered", Mailbox(edition.contact, edition.languages[0]), edition_id=edition_id,
            reviewer=account.name or account.email, accepted=accepted, reason=invitation.reason,
            path=f"/{edition.code}/secretariat/people",
        )
        work.record("answer_invitation", f"account:{account.id}", {"accepted": accepted, "reason": invitation.reason})


def _reviews(session: Session, edition_id: UUID, account_id: UUID) -> bool:
    return bool(session.scalar(select(exists().where(
        Grant.account_id == account_id, Grant.edition_id == edition_id, Grant.role == Role.REVIEWER,
        Grant.ended_at.is_(None),
    ))))
