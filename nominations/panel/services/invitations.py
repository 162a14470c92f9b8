"""Inviting people to review: a letter with a private link, answered once, with yes or with no and a reason."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.accounts.queries import applicants
from nominations.accounts.services.sign_in import address_of, find_or_make, kept_open
from nominations.accounts.steps.role_lock import lock_roles
from nominations.core.adapters import secrets
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
from nominations.panel.queries import invitations as query

REASON_MOST = 2000
A_SECOND = timedelta(seconds=1)  # people are told the last one that is in time


def invite(work: Work, edition_id: UUID, typed: str, name: str, *, language: str) -> ReviewerInvitation:
    """Ask somebody to review; an invitation sent before is dead from now on. Raises `Invalid` by field."""
    address = address_of(typed)
    if problem := fault(name, most=200):
        raise Invalid(name=problem)
    if language not in LANGUAGES:
        raise Invalid(language="not_an_option")
    with work.transaction() as session:
        work.require(Action.INVITE, policy_facts.load_edition(work, edition_id))
        lock_roles(session, edition_id)
        account = find_or_make(work, session, address, language, name.strip())
        if _reviews(session, edition_id, account.id):
            raise Invalid(email="held_already")
        if session.scalar(select(exists(applicants.taking_part_in(edition_id, [account.id]).subquery()))):
            raise Invalid(email="applies_here")
        made = invite_account(work, edition_id, account)
    return made


def invite_account(work: Work, edition_id: UUID, account: Account) -> ReviewerInvitation:
    """The invitation and its letter; part of the transaction of whoever has made sure that this account may judge."""
    session = work.session
    _end(work, session, edition_id, account.id)
    token = secrets.make_token()
    made = ReviewerInvitation(
        id=uuid4(), edition_id=edition_id, account_id=account.id, token_seal=query.seal(work.settings, token),
        sent_at=work.now, sent_by_id=work.actor.id,
        expires_at=work.now + timedelta(days=work.settings.invitation_days),
    )
    session.add(made)
    session.flush()
    edition = editions.by_id(session, edition_id).edition
    work.send_mail(
        "reviewer_invited", account, edition_id=edition_id, secret=True, edition=edition,
        last=made.expires_at - A_SECOND, path=f"/{edition.code}/reviewing/{token}?lang={account.language}",
    )
    work.record(Action.INVITE, f"account:{account.id}", {"until": made.expires_at})
    return made


def withdraw(work: Work, edition_id: UUID, invitation_id: UUID) -> None:
    """Take an unanswered invitation back: its link is dead from now on."""
    with work.transaction() as session:
        work.require(Action.INVITE, policy_facts.load_edition(work, edition_id))
        row = session.get(ReviewerInvitation, invitation_id, with_for_update=True)
        if row is None or row.edition_id != edition_id or row.answered_at or row.withdrawn_at:
            raise Refused(Refusal.NOT_FOUND)
        row.withdrawn_at = work.now
        work.record(Action.INVITE, f"account:{row.account_id}", {"withdrawn": True})


def answer(work: Work, edition_id: UUID, token: str, *, accepted: bool, reason: str) -> None:
    """Say yes, which gives the role, or no with a reason. Raises `DeadLink`, and `Invalid` at `reason`."""
    if not accepted:
        reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        lock_roles(session, edition_id)
        row = query.living(work, edition_id, token, lock=True)
        if accepted and session.scalar(
            select(exists(applicants.taking_part_in(edition_id, [row.account_id]).subquery()))
        ):
            raise Invalid(answer="applies_here")
        row.answered_at, row.accepted, row.reason = work.now, accepted, "" if accepted else reason
        session.flush()
        account = kept_open(session, Account.id == row.account_id)
        if account is None:
            raise Refused(Refusal.NOT_FOUND)
        if accepted and not _reviews(session, edition_id, account.id):
            session.add(Grant(
                id=uuid4(), account_id=account.id, edition_id=edition_id, role=Role.REVIEWER, granted_at=work.now,
                granted_by_id=row.sent_by_id,
            ))
            session.flush()
            work.announce(ReviewerChanged(edition_id, account.id))
        edition = editions.by_id(session, edition_id).edition
        work.send_mail(
            "invitation_answered", Mailbox(edition.contact, edition.languages[0]), edition_id=edition_id,
            reviewer=account.name or account.email, accepted=accepted, reason=row.reason,
            path=f"/{edition.code}/secretariat/people",
        )
        work.record("answer_invitation", f"account:{account.id}", {"accepted": accepted, "reason": row.reason})


def _end(work: Work, session: Session, edition_id: UUID, account_id: UUID) -> None:
    for row in session.scalars(select(ReviewerInvitation).where(
        ReviewerInvitation.edition_id == edition_id, ReviewerInvitation.account_id == account_id,
        ReviewerInvitation.answered_at.is_(None), ReviewerInvitation.withdrawn_at.is_(None),
    )):
        row.withdrawn_at = work.now
    session.flush()


def _reviews(session: Session, edition_id: UUID, account_id: UUID) -> bool:
    return bool(session.scalar(select(exists().where(
        Grant.account_id == account_id, Grant.edition_id == edition_id, Grant.role == Role.REVIEWER,
        Grant.ended_at.is_(None),
    ))))
