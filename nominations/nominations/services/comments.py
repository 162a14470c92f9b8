"""Comments on answers, among the people who write a nomination."""

from uuid import UUID

from sqlalchemy import func, select

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Comment
from nominations.core.work import Work
from nominations.nominations.queries import working_copy

LONGEST, MOST = 2_000, 500


def add_comment(work: Work, nomination_id: UUID, question: str, text: str) -> None:
    """Write a comment on one answer. Raises `Invalid(text=...)`."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.COMMENT, lock=True)
        _require_question(work, nomination, question)
        if fault := stored_text.fault(text, most=LONGEST, required=True):
            raise Invalid(text=fault)
        if (session.scalar(select(func.count()).where(Comment.nomination_id == nomination.id)) or 0) >= MOST:
            raise Invalid(text=("too_many_comments", {"most": MOST}))
        comment = Comment(
            nomination_id=nomination.id, question=question, author_id=work.actor.id, text=text, written_at=work.now
        )
        session.add(comment)
        session.flush()
        work.record(Action.COMMENT, nomination, {"comment": comment.id, "question": question})


def resolve_comments(work: Work, nomination_id: UUID, question: str) -> None:
    """Mark all comments on one answer as settled; they can still be read."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.COMMENT, lock=True)
        _require_question(work, nomination, question)
        still_open = session.scalars(select(Comment).where(
            Comment.nomination_id == nomination.id, Comment.question == question, Comment.resolved_at.is_(None)
        )).all()
        for comment in still_open:
            comment.resolved_at, comment.resolved_by_id = work.now, work.actor.id
        if still_open:
            work.record(Action.COMMENT, nomination, {"resolved": len(still_open), "question": question})


def _require_question(work: Work, nomination, question: str) -> None:
    category = working_copy.load(work, nomination).category
    if question not in {item.key for section in category.sections for item in section.questions}:
        raise Refused(Refusal.NOT_FOUND)
