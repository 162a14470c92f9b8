"""The threads of a nomination: each is between one reviewer and the secretariat, and nobody else reads it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts, review_rules
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Account, Assignment, ReviewerMessage
from nominations.core.work import Work
from nominations.rounds.queries import assigned_files, blind
from nominations.rounds.queries.assigned_files import AssignedFile


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages of one reviewer with the secretariat, the oldest first, each with the name of its author.

    `open`: the nomination is still on the reviewer's desk, so that an answer would be read.
    """

    reviewer: Account
    messages: tuple[tuple[ReviewerMessage, str], ...]
    unread: int
    open: bool
    blind: bool


def load_own_thread(work: Work, nomination_id: UUID) -> tuple[AssignedFile, list[tuple[ReviewerMessage, str]]]:
    """The actor's own thread; where the round hides names, they are struck out of what the secretariat wrote."""
    held = assigned_files.load_assigned(work, nomination_id, to=Action.WRITE_TO_SECRETARIAT)
    messages = _list_messages(work.session, nomination_id, work.actor.account_id)
    if not held.nameless:
        return held, [(message, message.text) for message, _author in messages]
    strike = blind.load_name_filter(work.session, held.nomination, held.edition)
    return held, [
        (message, strike.text(message.text) if message.by_secretariat else message.text)
        for message, _author in messages
    ]


def count_unread_answers(session: Session, nomination_id: UUID, reviewer_id: UUID) -> int:
    """The messages of the secretariat that this reviewer has neither answered nor marked as read."""
    return session.scalar(
        select(func.count()).select_from(ReviewerMessage).where(
            ReviewerMessage.nomination_id == nomination_id, ReviewerMessage.reviewer_id == reviewer_id,
            ReviewerMessage.by_secretariat, ReviewerMessage.read_at.is_(None),
        )
    ) or 0


def list_threads(work: Work, nomination_id: UUID) -> list[Thread]:
    """Every thread of a nomination by the name of its reviewer, for those of the secretariat who may answer."""
    nomination = policy_facts.nomination(work, nomination_id, to=Action.ANSWER_REVIEWER)
    reviewers = work.session.scalars(
        select(Account).where(Account.id.in_(
            select(ReviewerMessage.reviewer_id).where(ReviewerMessage.nomination_id == nomination.id)
        )).order_by(Account.name, Account.id)
    ).all()
    return [_load_thread(work.session, nomination.id, reviewer) for reviewer in reviewers]


def find_standing_assignment(session: Session, nomination_id: UUID, reviewer_id: UUID) -> Assignment | None:
    """The assignment by which the nomination is on this reviewer's desk now and open to them."""
    return session.scalars(
        select(Assignment).where(
            Assignment.nomination_id == nomination_id, Assignment.reviewer_id == reviewer_id,
            review_rules.visible_to_reviewer(), ~review_rules.is_undecided(),
        )
    ).first()


def _load_thread(session: Session, nomination_id: UUID, reviewer: Account) -> Thread:
    messages = _list_messages(session, nomination_id, reviewer.id)
    unread = sum(not message.by_secretariat and message.read_at is None for message, _author in messages)
    standing = find_standing_assignment(session, nomination_id, reviewer.id)
    return Thread(
        reviewer, tuple(messages), unread, standing is not None,
        standing is not None and bool(session.scalar(select(blind.is_blind(standing.round_id)))),
    )


def _list_messages(session: Session, nomination_id: UUID, reviewer_id: UUID) -> list[tuple[ReviewerMessage, str]]:
    return [(message, name) for message, name in session.execute(
        select(ReviewerMessage, Account.name).join(Account, Account.id == ReviewerMessage.author_id)
        .where(ReviewerMessage.nomination_id == nomination_id, ReviewerMessage.reviewer_id == reviewer_id)
        .order_by(ReviewerMessage.sent_at, ReviewerMessage.id)
    )]
