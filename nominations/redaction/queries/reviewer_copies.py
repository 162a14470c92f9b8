"""An attachment of the submission that counts, and what reviewers got and get instead of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.tables import Account, Nomination, ReviewerCopy, Submission
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.form import AttachmentKind


@dataclass(frozen=True, slots=True)
class CopyLine:
    """What reviewers got or get, with who decided it and who ended it."""

    copy: ReviewerCopy
    made_by: str
    ended_by: str


def find_attachment(
    work: Work, nomination: Nomination, attachment_id: UUID
) -> tuple[Mapping[str, Any], AttachmentKind]:
    """The attachment as it was submitted, and its kind, which must be one that the actor's role may see."""
    submission = work.session.get_one(Submission, nomination.submission_id)
    category = editions.by_id(work.session, nomination.edition_id).edition.category(submission.category)
    for attachment in submission.attachments:
        kind = category.attachment(attachment["kind"])
        if attachment["id"] == str(attachment_id) and kind.may_be_seen_by(work.actor.role):
            return attachment, kind
    raise Refused(Refusal.NOT_FOUND)


def find_standing(work: Work, attachment_id: UUID) -> ReviewerCopy | None:
    """What reviewers get instead of this attachment now."""
    return work.session.scalars(
        select(ReviewerCopy).where(ReviewerCopy.attachment_id == attachment_id, ReviewerCopy.ended_at.is_(None))
        .execution_options(populate_existing=True)
    ).one_or_none()


def list_history(work: Work, attachment_id: UUID) -> list[CopyLine]:
    """What reviewers got instead of this attachment, the newest first."""
    copies = work.session.scalars(
        select(ReviewerCopy).where(ReviewerCopy.attachment_id == attachment_id)
        .order_by(ReviewerCopy.made_at.desc(), ReviewerCopy.id)
    ).all()
    ids = {by for copy in copies for by in (copy.made_by_id, copy.ended_by_id) if by}
    people = work.session.execute(select(Account.id, Account.name, Account.email).where(Account.id.in_(ids)))
    names: dict[UUID | None, str] = {account_id: name or email for account_id, name, email in people}
    return [CopyLine(copy, names.get(copy.made_by_id, ""), names.get(copy.ended_by_id, "")) for copy in copies]
