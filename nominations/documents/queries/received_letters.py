"""Letters received by private link, as a receipt may list them: the fact that they were received, and their hashes."""

import hashlib
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import Referee, SubmissionLetter
from nominations.editions.rules.form import LetterIn


def collect_letters(
    session: Session, submission_id: UUID, nomination_id: UUID
) -> list[tuple[LetterIn, SubmissionLetter]]:
    """The letters received for a nomination, each with the row that binds it to this submission.

    The caller has locked the nomination.
    """
    received = session.scalars(
        select(Referee).where(Referee.nomination_id == nomination_id, Referee.received_at.is_not(None))
        .order_by(Referee.received_at, Referee.id).execution_options(populate_existing=True)
    )
    rows = [(referee, SubmissionLetter(
        submission_id=submission_id, referee_id=referee.id, file_sha256=referee.sha256 or "",
        text_sha256=hashlib.sha256(referee.text.encode()).hexdigest() if referee.text else "",
    )) for referee in received]
    return [(_letter(referee, row), row) for referee, row in rows]


def list_letters(session: Session, submission_id: UUID) -> tuple[LetterIn, ...]:
    """The letters that had been received at a submission, in the order in which they came."""
    rows = session.execute(
        select(Referee, SubmissionLetter).join(Referee, Referee.id == SubmissionLetter.referee_id)
        .where(SubmissionLetter.submission_id == submission_id).order_by(Referee.received_at, Referee.id)
    )
    return tuple(_letter(*row) for row in rows)


def _letter(referee: Referee, row: SubmissionLetter) -> LetterIn:
    fingerprints = tuple(fingerprint for fingerprint in (row.text_sha256, row.file_sha256) if fingerprint)
    return LetterIn(referee.kind, referee.name, fingerprints)
