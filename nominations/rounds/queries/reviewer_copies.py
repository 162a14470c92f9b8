"""What reviewers get instead of an attachment: nothing where an officer hid it, or the copy that an officer cleaned.

It holds for every reviewer and in every round; the submission, its receipt and the secretariat keep the original.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from nominations.core.tables import Attachment, ReviewerCopy, Submission


def load_standing(session: Session, nominations: Collection[UUID]) -> dict[str, ReviewerCopy]:
    """What stands instead of attachments of these nominations, by the id of the attachment as a submission has it."""
    rows = session.scalars(
        select(ReviewerCopy).join(Attachment, Attachment.id == ReviewerCopy.attachment_id)
        .where(Attachment.nomination_id.in_(nominations), ReviewerCopy.ended_at.is_(None))
    )
    return {str(copy.attachment_id): copy for copy in rows}


def has_any_since(session: Session, nominations: Collection[UUID], instant: datetime) -> bool:
    """Whether an attachment of these nominations was hidden or replaced at this instant or later."""
    return bool(session.scalar(select(exists().where(
        Attachment.id == ReviewerCopy.attachment_id, Attachment.nomination_id.in_(nominations),
        ReviewerCopy.made_at >= instant,
    ))))


def as_reviewers_have(
    attachments: Iterable[Mapping[str, Any]], standing: Mapping[str, ReviewerCopy]
) -> list[Mapping[str, Any]]:
    """The attachments without those that are hidden, and with the copies instead of those that are replaced."""
    return [
        _as_copied(attachment, standing[attachment["id"]]) if attachment["id"] in standing else attachment
        for attachment in attachments
        if attachment["id"] not in standing or standing[attachment["id"]].sha256 is not None
    ]


def _as_copied(attachment: Mapping[str, Any], copy: ReviewerCopy) -> dict[str, Any]:
    content = ("sha256", "name", "size", "media_type", "pages", "width", "height")
    return {**attachment, **{key: getattr(copy, key) for key in content}}


def copy_for_reviewers(session: Session, of: Submission) -> Submission:
    """The submission itself, or a copy that no session knows where a reviewer gets other attachments than it has."""
    standing = load_standing(session, [of.nomination_id])
    if not standing:
        return of
    values = {attribute.key: getattr(of, attribute.key) for attribute in Submission.__mapper__.column_attrs}
    return Submission(**values | {"attachments": as_reviewers_have(of.attachments, standing)})
