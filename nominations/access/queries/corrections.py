"""The request for corrections that is open for a nomination."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import CorrectionRequest


def open_request(session: Session, nomination_id: UUID) -> CorrectionRequest | None:
    """The request that is neither answered nor withdrawn, even if its date is past; None where there is none."""
    return session.scalars(
        select(CorrectionRequest).where(
            CorrectionRequest.nomination_id == nomination_id, CorrectionRequest.answered_at.is_(None),
            CorrectionRequest.ended_at.is_(None),
        ).execution_options(populate_existing=True)
    ).one_or_none()
