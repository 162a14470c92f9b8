"""All requests for corrections of a nomination, with the submissions before and after each."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import Account, CorrectionRequest, Submission


@dataclass(frozen=True, slots=True)
class CorrectionHistory:
    """A request, who asked, and the submissions before and after it."""

    request: CorrectionRequest
    by: str
    before: Submission | None
    after: Submission | None


def list_requests(session: Session, nomination_id: UUID) -> list[CorrectionHistory]:
    """All requests about a nomination, the newest first."""
    rows = session.execute(
        select(CorrectionRequest, Account.name, Account.email)
        .join(Account, Account.id == CorrectionRequest.asked_by_id)
        .where(CorrectionRequest.nomination_id == nomination_id)
        .order_by(CorrectionRequest.asked_at.desc(), CorrectionRequest.id)
    ).all()
    ids = {
        submission_id
        for request, _, _ in rows for submission_id in (request.submission_id, request.answer_id) if submission_id
    }
    held = {
        submission.id: submission for submission in session.scalars(select(Submission).where(Submission.id.in_(ids)))
    }
    return [
        CorrectionHistory(
            request, name or email, held.get(request.submission_id),
            held.get(request.answer_id) if request.answer_id else None,
        )
        for request, name, email in rows
    ]
