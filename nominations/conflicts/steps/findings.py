"""Searching for conflicts of interest, within the transaction of the caller; a new one closes the nomination."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.conflicts.analysis.findings import Register
from nominations.conflicts.queries import findings
from nominations.conflicts.queries.findings import KnownFile, Pair
from nominations.conflicts.rules import OWNER, Hint, Reviewer
from nominations.core.rules.vocabulary import ConflictState, JobState, Sign
from nominations.core.tables import Finding, Job
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Edition

Found = dict[Pair, tuple[Hint, ...]]


Tell = Callable[[int, int], None]


def renew_findings(
    work: Work, edition_id: UUID, *, nominations: Collection[UUID] | None = None,
    reviewers: Collection[UUID] | None = None, tell: Tell = lambda done, total: None,
) -> int:
    """Store the findings between these nominations and reviewers (all of the edition where none are given).

    Gives the number of new findings.
    """
    session = work.session
    session.flush()
    edition = editions.by_id(session, edition_id).edition
    people = findings.load_reviewers(session, edition_id, reviewers)
    files = findings.load_files(session, edition_id, edition, nominations) if people else []
    hints = _find_hints(session, edition_id, edition, files, people, tell)
    return _store_findings(work, session, {file.id for file in files}, set(people), hints)


def _find_hints(
    session: Session, edition_id: UUID, edition: Edition, files: list[KnownFile], people: dict[UUID, Reviewer],
    tell: Tell
) -> Found:
    signs = {Sign(sign) for sign in edition.conflict.looks_for}
    register = Register({file.id: file.traces for file in files})
    before = findings.list_earlier_recusals(session, edition_id, people) if Sign.EARLIER in signs else {}
    by_pair: Found = {}
    for done, (person, who) in enumerate(people.items()):
        tell(done, len(people))
        for file, hints in register.between(who, signs).items():
            by_pair[file, person] = hints
        for known in files:
            if reference := before.get((person, known.owner_id)):
                hint = Hint(Sign.EARLIER, reference, *OWNER, own=reference)
                by_pair[known.id, person] = (*by_pair.get((known.id, person), ()), hint)
            if known.owner_id == person:  # nobody may review their own nomination anyway
                by_pair.pop((known.id, person), None)
    return by_pair


def _store_findings(work: Work, session: Session, files: set[UUID], people: set[UUID], by_pair: Found) -> int:
    stored = {
        (finding.nomination_id, finding.reviewer_id, finding.fingerprint): finding
        for finding in session.scalars(select(Finding).where(
            Finding.nomination_id.in_(files), Finding.reviewer_id.in_(people)
        ))
    }
    holds = {(*pair, hint.fingerprint): (pair, hint) for pair, hints in by_pair.items() for hint in hints}
    for key, finding in stored.items():
        finding.gone_at = None if key in holds else finding.gone_at or work.now
    fresh = [holds[key] for key in holds if key not in stored]
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


def enqueue_search(
    work: Work, edition_id: UUID, *, nominations: Collection[UUID] | None = None,
    reviewers: Collection[UUID] | None = None,
) -> Job:
    """Let the worker search between these (all of the edition where none are given) after this transaction.

    An equal job that is waiting already is used: it is locked until this transaction ends, so it reads the changes.
    """
    arguments: dict[str, Any] = {"edition_id": str(edition_id)}
    arguments |= {"nominations": sorted(map(str, nominations))} if nominations is not None else {}
    arguments |= {"reviewers": sorted(map(str, reviewers))} if reviewers is not None else {}
    waiting = work.session.scalars(
        select(Job).where(Job.task == "findings", Job.state == JobState.WAITING).order_by(Job.made_at, Job.id)
        .with_for_update().execution_options(populate_existing=True)
    )
    same = next((job for job in waiting if job.arguments == arguments), None)
    return same or work.enqueue_job("findings", **arguments)
