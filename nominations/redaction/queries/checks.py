"""Which nominations an officer has read as reviewers of a blind round get them, and which changed since.

What was read is the submission, the marks and the attachments that reviewers get: `content` is a hash of all three.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.rules.vocabulary import State
from nominations.core.tables import (
    Account,
    Attachment,
    Nomination,
    RedactionCheck,
    RedactionMark,
    ReviewerCopy,
    RoundFile,
)
from nominations.core.withheld import EVERYTHING
from nominations.core.work import Work


class CheckState(StrEnum):
    """Whether what reviewers get of a nomination was read."""

    OPEN = "open"
    STALE = "stale"
    CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A nomination with the state of its check; `at` and `by` say who read it last."""

    id: UUID
    reference: str
    title: str
    state: CheckState
    at: datetime | None = None
    by: str = ""


def list_checks(work: Work, edition_id: UUID, category: str) -> list[CheckLine]:
    """The eligible nominations of a category by reference, each with its check."""
    rows = work.session.execute(
        select(Nomination.id, Nomination.reference, Nomination.title, RedactionCheck.content, RedactionCheck.at,
               Account.name, Account.email)
        .outerjoin(RedactionCheck, RedactionCheck.nomination_id == Nomination.id)
        .outerjoin(Account, Account.id == RedactionCheck.by_id)
        .where(Nomination.edition_id == edition_id, Nomination.category == category,
               Nomination._state == State.ELIGIBLE)
        .order_by(Nomination.reference)
    ).all()
    contents = load_contents(work.session, [row.id for row in rows])
    return [
        CheckLine(row.id, row.reference, row.title, _state(row.content, contents[row.id]), row.at,
                  row.name or row.email or "")
        for row in rows
    ]


def find_check(work: Work, nomination_id: UUID) -> CheckLine:
    """One nomination with its check."""
    row = work.session.execute(
        select(Nomination.id, Nomination.reference, Nomination.title, RedactionCheck.content, RedactionCheck.at,
               Account.name, Account.email)
        .outerjoin(RedactionCheck, RedactionCheck.nomination_id == Nomination.id)
        .outerjoin(Account, Account.id == RedactionCheck.by_id).where(Nomination.id == nomination_id)
    ).one()
    content = load_contents(work.session, [row.id])[row.id]
    return CheckLine(row.id, row.reference, row.title, _state(row.content, content), row.at,
                     row.name or row.email or "")


def _state(checked: str | None, content: str) -> CheckState:
    if checked is None:
        return CheckState.OPEN
    return CheckState.CHECKED if checked == content else CheckState.STALE


def count_unchecked(session: Session, nominations: Collection[UUID]) -> int:
    """How many of these nominations nobody has read as they are now; whoever asks, those with a conflict included."""
    contents = load_contents(session, nominations)
    checked = dict(session.execute(
        select(RedactionCheck.nomination_id, RedactionCheck.content)
        .where(RedactionCheck.nomination_id.in_(nominations)), execution_options=EVERYTHING
    ).all())
    return sum(checked.get(nomination_id) != content for nomination_id, content in contents.items())


def count_unchecked_eligible(work: Work, edition_id: UUID, category: str) -> int:
    """The same of the eligible nominations of a category, which its first round would take."""
    return count_unchecked(work.session, work.session.scalars(
        select(Nomination.id).where(Nomination.edition_id == edition_id, Nomination.category == category,
                                    Nomination._state == State.ELIGIBLE), execution_options=EVERYTHING
    ).all())


def count_unchecked_in_round(session: Session, round_id: UUID) -> int:
    """The same of the eligible nominations that take part in a round."""
    return count_unchecked(session, session.scalars(
        select(Nomination.id).join(RoundFile, RoundFile.nomination_id == Nomination.id)
        .where(RoundFile.round_id == round_id, Nomination._state == State.ELIGIBLE), execution_options=EVERYTHING
    ).all())


def load_contents(session: Session, nominations: Collection[UUID]) -> dict[UUID, str]:
    """What reviewers get of each of these nominations, as a hash."""
    parts: dict[UUID, list[str]] = defaultdict(list)
    newest = session.execute(
        select(Nomination.id, Nomination.submission_id).where(Nomination.id.in_(nominations)),
        execution_options=EVERYTHING,
    ).all()
    marks = select(RedactionMark.nomination_id, RedactionMark.id).where(
        RedactionMark.nomination_id.in_(nominations), RedactionMark.ended_at.is_(None)
    )
    copies = (
        select(Attachment.nomination_id, ReviewerCopy.id)
        .join(ReviewerCopy, ReviewerCopy.attachment_id == Attachment.id)
        .where(Attachment.nomination_id.in_(nominations), ReviewerCopy.ended_at.is_(None))
    )
    for query in (marks, copies):
        for nomination_id, decision_id in session.execute(query, execution_options=EVERYTHING):
            parts[nomination_id].append(str(decision_id))
    return {
        nomination_id: hashlib.sha256(
            json.dumps([str(submission_id), *sorted(parts[nomination_id])]).encode()
        ).hexdigest()
        for nomination_id, submission_id in newest
    }
