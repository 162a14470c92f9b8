"""Conflicts of interest in the secretariat's hands: a possible one decided, a reviewer set aside."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ScalarResult, exists, func, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts, review_rules
from nominations.conflicts.queries.conflicts import reviews_here
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, ConflictKind, ConflictState, Refusal
from nominations.core.tables import Account, Assignment, Conflict, Nomination, Recusal, Round
from nominations.core.work import Work
from nominations.editions.queries import editions

REASON_MOST = 2000


def decide(work: Work, conflict_id: UUID, *, confirmed: bool, reason: str) -> Conflict:
    """Confirm a possible conflict, which shuts the file for its reviewer at once, or clear it; both with a reason.

    Raises `ChangedElsewhere` where the reviewer declared anew, or somebody decided, in the meantime.
    """
    reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        conflict, assignment, found = _declared(work, session, conflict_id)
        newest = session.scalar(
            select(func.max(Conflict.number)).where(Conflict.assignment_id == assignment.id)
        )
        if conflict.state is not ConflictState.OPEN or conflict.number != newest:
            raise ChangedElsewhere
        conflict.state = ConflictState.CONFIRMED if confirmed else ConflictState.CLEARED
        conflict.decided_at, conflict.decided_by_id, conflict.reason = work.now, work.actor.id, reason
        session.flush()
        if confirmed:
            shut(work, session, assignment.nomination_id, assignment.reviewer_id,
                  conflict.kind or ConflictKind.OTHER, reason)
        nomination = session.get_one(Nomination, assignment.nomination_id)
        tell_reviewer(work, session, "conflict_decided", assignment.reviewer_id, nomination, confirmed=confirmed)
        work.record(Action.DECIDE_CONFLICT, nomination, {
            "reviewer": str(assignment.reviewer_id), "round": str(found.id), "decided": conflict.state,
            "reason": reason,
        })
    return conflict


def _declared(work: Work, session: Session, conflict_id: UUID) -> tuple[Conflict, Assignment, Round]:
    """The declaration with its assignment locked, so that declaring and deciding come one after the other."""
    row = session.execute(
        select(Assignment, Round).join(Round, Round.id == Assignment.round_id)
        .join(Conflict, Conflict.assignment_id == Assignment.id).where(Conflict.id == conflict_id)
        .with_for_update(of=Assignment)
    ).one_or_none()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    assignment, found = row
    work.require(Action.DECIDE_CONFLICT, policy_facts.load_round(work, found))
    return session.get_one(Conflict, conflict_id, populate_existing=True), assignment, found


def recuse(work: Work, nomination_id: UUID, reviewer_id: UUID, kind: str, reason: str) -> Recusal:
    """Set a reviewer aside from a nomination, in every round: it is shut for them at once and their reviews of it
    leave the totals. Raises `Invalid` at `kind` or `reason`, `ChangedElsewhere` where they are aside already.
    """
    problems: dict[str, tuple[str, Mapping[str, object]]] = {}
    try:
        reason = parse_text("reason", reason, most=REASON_MOST)
    except Invalid as wrong:
        problems |= wrong.problems
    if kind not in {each.value for each in ConflictKind}:
        problems["kind"] = ("missing", {})
    if problems:
        raise Invalid(**problems)
    with work.transaction() as session:
        nomination = session.scalars(
            select(Nomination).where(Nomination.id == nomination_id).with_for_update()
        ).one_or_none()
        if nomination is None or nomination.submission_id is None:
            raise Refused(Refusal.NOT_FOUND)
        work.require(Action.RECUSE, policy_facts.load_edition(work, nomination.edition_id))
        if not session.scalar(select(reviews_here(nomination, reviewer_id))):
            raise Refused(Refusal.NOT_FOUND)
        if not shut(work, session, nomination_id, reviewer_id, ConflictKind(kind), reason):
            raise ChangedElsewhere
        if has_conflict(session, nomination_id, reviewer_id):
            tell_reviewer(work, session, "set_aside", reviewer_id, nomination)
        _tell_secretariat(work, session, nomination, reviewer_id)
        made = _recusal(session, nomination_id, reviewer_id).one()
        work.record(Action.RECUSE, nomination, {"reviewer": str(reviewer_id), "kind": kind, "reason": reason})
    return made


def _recusal(session: Session, nomination_id: UUID, reviewer_id: UUID) -> ScalarResult[Recusal]:
    return session.scalars(
        select(Recusal).where(Recusal.nomination_id == nomination_id, Recusal.reviewer_id == reviewer_id)
    )


def shut(
    work: Work, session: Session, nomination_id: UUID, reviewer_id: UUID, kind: ConflictKind, reason: str
) -> bool:
    """Add the recusal; False where one stands already."""
    if _recusal(session, nomination_id, reviewer_id).one_or_none():
        return False
    session.add(Recusal(
        id=uuid4(), nomination_id=nomination_id, reviewer_id=reviewer_id, kind=kind, words=reason, at=work.now,
        by_id=work.actor.id, declared_by_reviewer=False,
    ))
    session.flush()
    return True


def has_conflict(session: Session, nomination_id: UUID, reviewer_id: UUID) -> bool:
    """Whether a published assignment stands, so that the reviewer knows of the file."""
    return bool(session.scalar(select(exists().where(
        Assignment.nomination_id == nomination_id, Assignment.reviewer_id == reviewer_id,
        review_rules.is_published(),
    ))))


def tell_reviewer(
    work: Work, session: Session, template: str, reviewer_id: UUID, nomination: Nomination, **values: Any
) -> None:
    """A letter about a file to its reviewer, by its reference and no other word of it."""
    edition = editions.by_id(session, nomination.edition_id).edition
    reviewer = session.get_one(Account, reviewer_id)
    work.send_mail(
        template, reviewer, edition_id=nomination.edition_id, nomination_id=nomination.id,
        reference=nomination.reference, award=edition.title.in_(reviewer.language), path=f"/{edition.code}/review/",
        **values,
    )


def _tell_secretariat(work: Work, session: Session, nomination: Nomination, reviewer_id: UUID) -> None:
    edition = editions.by_id(session, nomination.edition_id).edition
    reviewer = session.get_one(Account, reviewer_id)
    work.send_mail(
        "reviewer_set_aside", Mailbox(edition.contact, edition.languages[0]), edition_id=nomination.edition_id,
        nomination_id=nomination.id, reference=nomination.reference, reviewer=reviewer.name or reviewer.email,
        by=work.actor.name or work.actor.email, path=f"/{edition.code}/secretariat/conflicts",
    )
