"""System hints: where reviewers and files of a round may be too close, by what files say and reviewers told."""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.domain import conflicts
from nominations.domain.conflicts import Hint, Traces
from nominations.domain.edition import Category
from nominations.models import Nomination, Profile, Submission
from nominations.queries.routed import File, Reviewer
from nominations.work import Work

MOST_KEPT = 4096
# A submission never changes, and neither does the edition that asked it: what was read from one holds.
_kept: OrderedDict[UUID, Traces] = OrderedDict()


def between(
    session: Session, category: Category, files: Collection[File], reviewers: Iterable[Reviewer]
) -> dict[tuple[UUID, UUID], tuple[Hint, ...]]:
    """The hints by file and reviewer; pairs without one are left out."""
    told = {
        who.id: conflicts.reviewer(who.name, who.email, list(who.nationalities), who.country, list(who.institutions))
        for who in reviewers
    }
    read = _traces(session, category, [file.submission_id for file in files if file.submission_id])
    return {
        (file.id, reviewer_id): found
        for file in files if file.submission_id in read
        for reviewer_id, who in told.items()
        if (found := conflicts.hints(who, read[file.submission_id]))
    }


def for_myself(work: Work, category: Category, submission: Submission) -> tuple[Hint, ...]:
    """The hints between the actor and a file, where the file has them in answers that a reviewer may see."""
    found = work.session.execute(
        select(Profile.nationalities, Profile.country, Profile.institutions)
        .join(Nomination, Nomination.edition_id == Profile.edition_id)
        .where(Nomination.id == submission.nomination_id, Profile.account_id == work.actor.id)
    ).one_or_none()
    nationalities, country, institutions = found or ([], "", [])
    me = conflicts.reviewer(work.actor.name, work.actor.email, list(nationalities), country, list(institutions))
    read = _traces(work.session, category, [submission.id])[submission.id]
    return tuple(
        hint for hint in conflicts.hints(me, read)
        if category.question(hint.question).may_be_seen_by(work.actor.role.value)
    )


def _traces(session: Session, category: Category, submissions: list[UUID]) -> dict[UUID, Traces]:
    known = {each: _kept[each] for each in submissions if each in _kept}
    if unread := [each for each in submissions if each not in known]:
        rows = session.execute(select(Submission.id, Submission.answers).where(Submission.id.in_(unread)))
        for submission_id, answers in rows:
            known[submission_id] = _kept[submission_id] = conflicts.traces(category, answers)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return known
