"""What the people who write a nomination see of each other: who is where, who writes, comments and versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from nominations.call.queries.deadlines import is_open
from nominations.core.tables import Account, AnswerVersion, Comment, Presence, Reservation
from nominations.core.work import Work

# An open page reports itself every half minute; after this long without a report it counts as closed.
SEEN = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Turn:
    """A section in use: by whom, until when, whether that is the actor, and who asks to take over."""

    by: str
    until: datetime
    mine: bool
    asked_by: str | None
    i_asked: bool


def load_turn(work: Work, nomination_id: UUID, section: str) -> Turn | None:
    """Who writes in a section now; None where it is free."""
    holder, asker = aliased(Account), aliased(Account)
    row = work.session.execute(
        select(Reservation, holder.name, holder.email, asker.name, asker.email)
        .join(holder, holder.id == Reservation.holder_id).outerjoin(asker, asker.id == Reservation.asked_by_id)
        .where(Reservation.nomination_id == nomination_id, Reservation.section == section,
               is_open(Reservation.until, work.now))
    ).one_or_none()
    if row is None:
        return None
    held, name, email, asking, address = row
    return Turn(name or email, held.until, held.holder_id == work.actor.id, asking or address,
                held.asked_by_id == work.actor.id)


def list_others(work: Work, nomination_id: UUID) -> list[tuple[str, str]]:
    """Who else has a section open now: name and key of the section, by name."""
    rows = work.session.execute(
        select(Account.name, Account.email, Presence.section).join(Account, Account.id == Presence.account_id)
        .where(Presence.nomination_id == nomination_id, Presence.account_id != work.actor.id,
               Presence.seen_at > work.now - SEEN)
        .order_by(Account.name, Account.email)
    )
    return [(name or email, section) for name, email, section in rows]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment and who wrote it."""

    comment: Comment
    author: str


def list_remarks(work: Work, nomination_id: UUID) -> Mapping[str, list[Remark]]:
    """The comments on the answers of a nomination, by question, the oldest first."""
    remarks: dict[str, list[Remark]] = {}
    rows = work.session.execute(
        select(Comment, Account.name, Account.email).join(Account, Account.id == Comment.author_id)
        .where(Comment.nomination_id == nomination_id).order_by(Comment.written_at, Comment.id)
    )
    for comment, name, email in rows:
        remarks.setdefault(comment.question, []).append(Remark(comment, name or email))
    return remarks


def count_open_remarks(work: Work, nomination_id: UUID) -> dict[str, int]:
    """How many comments of each question are not settled."""
    rows = work.session.execute(
        select(Comment.question, func.count())
        .where(Comment.nomination_id == nomination_id, Comment.resolved_at.is_(None)).group_by(Comment.question)
    )
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class PreviousAnswer:
    """A version of an answer, and who wrote it."""

    version: AnswerVersion
    by: str


def list_answer_versions(work: Work, nomination_id: UUID, question: str) -> list[PreviousAnswer]:
    """The versions of one answer, the newest first."""
    rows = work.session.execute(
        select(AnswerVersion, Account.name, Account.email).join(Account, Account.id == AnswerVersion.saved_by_id)
        .where(AnswerVersion.nomination_id == nomination_id, AnswerVersion.question == question)
        .order_by(AnswerVersion.number.desc())
    )
    return [PreviousAnswer(version, name or email) for version, name, email in rows]
