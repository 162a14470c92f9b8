"""Conflicts of interest are looked for within a transaction: what is new shuts its file for that reviewer."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.conflicts.analysis.findings import Register
from nominations.conflicts.queries import findings as query
from nominations.conflicts.queries.findings import Known, Pair
from nominations.conflicts.rules import OWNER, Hint, Reviewer
from nominations.core.rules.vocabulary import ConflictState, JobState, Sign
from nominations.core.tables import Finding, Job
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Edition

Found = dict[Pair, tuple[Hint, ...]]


Tell = Callable[[int, int], None]


def renew(
    work: Work, edition_id: UUID, *, nominations: Collection[UUID] | None = None,
    reviewers: Collection[UUID] | None = None, tell: Tell = lambda done, total: None,
) -> int:
    """Write down what is found now between these files and reviewers (all of the edition where none are named).

    Part of the transaction of whoever changes something; how many findings are new.
    """
    session = work.session
    session.flush()
    edition = editions.by_id(session, edition_id).edition
    people = query.reviewers(session, edition_id, reviewers)
    files = query.files(session, edition_id, edition, nominations) if people else []
    found = _found(session, edition_id, edition, files, people, tell)
    return _written(work, session, {each.id for each in files}, set(people), found)


def _found(
    session: Session, edition_id: UUID, edition: Edition, files: list[Known], people: dict[UUID, Reviewer], tell: Tell
) -> Found:
    signs = {Sign(each) for each in edition.conflict.looks_for}
    register = Register({each.id: each.traces for each in files})
    before = query.earlier(session, edition_id, people) if Sign.EARLIER in signs else {}
    found: Found = {}
    for done, (person, who) in enumerate(people.items()):
        tell(done, len(people))
        for file, hints in register.between(who, signs).items():
            found[file, person] = hints
        for each in files:
            if reference := before.get((person, each.owner_id)):
                hint = Hint(Sign.EARLIER, reference, *OWNER, own=reference)
                found[each.id, person] = (*found.get((each.id, person), ()), hint)
            if each.owner_id == person:  # their own file is barred as such
                found.pop((each.id, person), None)
    return found


def _written(work: Work, session: Session, files: set[UUID], people: set[UUID], found: Found) -> int:
    standing = {
        (row.nomination_id, row.reviewer_id, row.fingerprint): row
        for row in session.scalars(select(Finding).where(
            Finding.nomination_id.in_(files), Finding.reviewer_id.in_(people)
        ))
    }
    holds = {(*pair, hint.fingerprint): (pair, hint) for pair, hints in found.items() for hint in hints}
    for key, row in standing.items():
        row.gone_at = None if key in holds else row.gone_at or work.now
    fresh = [holds[key] for key in holds if key not in standing]
    session.add_all(
        Finding(
            id=uuid4(), nomination_id=nomination_id, reviewer_id=reviewer_id, sign=hint.sign, own=hint.own,
            shared=hint.shared, question=hint.question, part=hint.part, similarity=hint.similarity,
            fingerprint=hint.fingerprint, found_at=work.now, state=ConflictState.OPEN,
        )
        for (nomination_id, reviewer_id), hint in fresh
    )
    session.flush()
    return len(fresh)


def later(
    work: Work, edition_id: UUID, *, nominations: Collection[UUID] | None = None,
    reviewers: Collection[UUID] | None = None,
) -> Job:
    """Have the worker look between these (all of the edition where none are named) after this transaction.

    Where the same is waiting already there is no second job: it is held until this transaction has ended, so that it
    reads what this one has changed.
    """
    asked: dict[str, Any] = {"edition_id": str(edition_id)}
    asked |= {"nominations": sorted(map(str, nominations))} if nominations is not None else {}
    asked |= {"reviewers": sorted(map(str, reviewers))} if reviewers is not None else {}
    waiting = work.session.scalars(
        select(Job).where(Job.task == "findings", Job.state == JobState.WAITING).order_by(Job.made_at, Job.id)
        .with_for_update().execution_options(populate_existing=True)
    )
    same = next((job for job in waiting if job.arguments == asked), None)
    return same or work.enqueue_job("findings", **asked)
