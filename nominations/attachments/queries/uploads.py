"""Files that come in parts: one for who sends it, and those of a nomination that are not attachments yet."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Nomination, OpenEdition, Upload
from nominations.core.work import Work

# The request with the last part makes the attachment; after this long the worker does it instead.
LEFT = timedelta(seconds=10)


def load_upload(work: Work, nomination_id: UUID, upload_id: UUID, *, to: Action) -> Upload:
    """The upload, if the actor may do `to` with its nomination now; an expired one is not found."""
    nomination = policy_facts.nomination(work, nomination_id, to=to)
    upload = work.session.get(Upload, upload_id, populate_existing=True)
    if upload is None or upload.nomination_id != nomination.id or upload.expires_at <= work.now:
        raise Refused(Refusal.NOT_FOUND)
    return upload


def list_unfinished(work: Work, nomination_id: UUID) -> list[Upload]:
    """Unfinished uploads, and those that were refused when complete, in the order they were begun."""
    return list(work.session.scalars(
        select(Upload).where(
            Upload.nomination_id == nomination_id, Upload.attachment_id.is_(None), Upload.expires_at > work.now
        ).order_by(Upload.made_at, Upload.id)
    ))


def count_unfinished(session: Session, nomination_id: UUID) -> int:
    """How many uploads of a nomination are not complete yet."""
    return session.scalar(
        select(func.count()).where(Upload.nomination_id == nomination_id, Upload.ended_at.is_(None))
    ) or 0


def list_expired(work: Work) -> list[UUID]:
    """The uploads that have expired, some hundreds at most."""
    return list(work.session.scalars(
        select(Upload.id).where(Upload.expires_at <= work.now).order_by(Upload.id).limit(500)
    ))


def list_unended(work: Work) -> list[tuple[Upload, str]]:
    """Uploads that may be complete but have no attachment, each with the code of its edition."""
    rows = work.session.execute(
        select(Upload, OpenEdition.code)
        .join(Nomination, Nomination.id == Upload.nomination_id)
        .join(OpenEdition, OpenEdition.id == Nomination.edition_id)
        .where(Upload.ended_at.is_(None), Upload.expires_at > work.now, Upload.made_at < work.now - LEFT)
        .order_by(Upload.made_at, Upload.id)
    )
    return [(upload, code) for upload, code in rows]


def list_growing(session: Session) -> set[UUID]:
    """Every upload that may still grow."""
    return set(session.scalars(select(Upload.id).where(Upload.ended_at.is_(None))))
