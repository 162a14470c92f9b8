"""Remarks on answers, among those who write a nomination."""

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


def write(work: Work, nomination_id: UUID, question: str, text: str) -> None:
    """Say something about one answer. Raises `Invalid(text=...)`."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.COMMENT, lock=True)
        _known(work, nomination, question)
        if fault := stored_text.fault(text, most=LONGEST, required=True):
            raise Invalid(text=fault)
        if (session.scalar(select(func.count()).where(Comment.nomination_id == nomination.id)) or 0) >= MOST:
            raise Invalid(text=("too_many_comments", {"most": MOST}))
        made = Comment(
            nomination_id=nomination.id, question=question, author_id=work.actor.id, text=text, written_at=work.now
        )
        session.add(made)
        session.flush()
        work.record(Action.COMMENT, nomination, {"comment": made.id, "question": question})


def resolve(work: Work, nomination_id: UUID, question: str) -> None:
    """Call everything said about one answer settled; it stays to be read."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.COMMENT, lock=True)
        _known(work, nomination, question)
        still_open = session.scalars(select(Comment).where(
            Comment.nomination_id == nomination.id, Comment.question == question, Comment.resolved_at.is_(None)
        )).all()
        for each in still_open:
            each.resolved_at, each.resolved_by_id = work.now, work.actor.id
        if still_open:
            work.record(Action.COMMENT, nomination, {"resolved": len(still_open), "question": question})


def _known(work: Work, nomination, question: str) -> None:
    category = working_copy.load(work, nomination).category
    if question not in {each.key for section in category.sections for each in section.questions}:
        raise Refused(Refusal.NOT_FOUND)
