"""When conflicts are looked for: what follows from a change of a nomination, a reviewer or an account.

Few pairs are compared at once, so that a nomination is closed before the commit; many are left to the worker.
"""

from sqlalchemy import or_, select

from nominations.conflicts.steps import findings
from nominations.core.rules.events import (
    AccountChanged,
    Listeners,
    NominationChanged,
    ParticipantsChanged,
    ReviewerChanged,
    ReviewersImported,
)
from nominations.core.rules.vocabulary import Role
from nominations.core.tables import Collaborator, Grant, Nomination
from nominations.core.work import Work


def register(listeners: Listeners) -> None:
    """Register for every change that may cause a conflict between a nomination and a reviewer."""
    listeners.add(NominationChanged, compare_nomination)
    listeners.add(ParticipantsChanged, enqueue_nomination)
    listeners.add(ReviewerChanged, compare_reviewer)
    listeners.add(ReviewersImported, enqueue_reviewers)
    listeners.add(AccountChanged, compare_account)


def compare_nomination(work: Work, event: NominationChanged) -> None:
    """Compare a nomination with every reviewer of its edition, at once."""
    nomination = work.session.get_one(Nomination, event.nomination_id)
    findings.renew_findings(work, nomination.edition_id, nominations=[nomination.id])


def enqueue_nomination(work: Work, event: ParticipantsChanged) -> None:
    """Let the worker compare a nomination, if it was submitted: nobody reviews a draft."""
    nomination = work.session.get_one(Nomination, event.nomination_id)
    if nomination.submission_id is not None:
        findings.enqueue_search(work, nomination.edition_id, nominations=[nomination.id])


def compare_reviewer(work: Work, event: ReviewerChanged) -> None:
    """Compare a reviewer with every nomination of the edition, at once."""
    findings.renew_findings(work, event.edition_id, reviewers=[event.account_id])


def enqueue_reviewers(work: Work, event: ReviewersImported) -> None:
    """Let the worker compare reviewers with every nomination of the edition."""
    findings.enqueue_search(work, event.edition_id, reviewers=event.account_ids)


def compare_account(work: Work, event: AccountChanged) -> None:
    """Compare an account at once, as a reviewer and as an owner or collaborator of submitted nominations."""
    session = work.session
    session.flush()
    for edition_id in session.scalars(
        select(Grant.edition_id)
        .where(Grant.account_id == event.account_id, Grant.role == Role.REVIEWER, Grant.ended_at.is_(None))
        .order_by(Grant.edition_id)
    ).all():
        findings.renew_findings(work, edition_id, reviewers=[event.account_id])
    written = select(Collaborator.nomination_id).where(Collaborator.account_id == event.account_id)
    theirs = session.execute(
        select(Nomination.edition_id, Nomination.id)
        .where(
            or_(Nomination.owner_id == event.account_id, Nomination.id.in_(written)),
            Nomination.submission_id.is_not(None),
        )
        .order_by(Nomination.edition_id, Nomination.reference)
    ).all()
    for edition_id in dict.fromkeys(edition_id for edition_id, _ in theirs):
        findings.renew_findings(
            work, edition_id, nominations=[file for edition, file in theirs if edition == edition_id]
        )
