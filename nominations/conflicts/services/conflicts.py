"""Decisions of the secretariat: deciding a possible conflict, recusing a reviewer."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.conflicts.queries.conflicts import reviews_here
from nominations.conflicts.steps.recusals import add_recusal, has_assignment, recusal_of, write_to_reviewer
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, ConflictKind, ConflictState, Refusal
from nominations.core.tables import Account, Assignment, Conflict, Nomination, Recusal, Round
from nominations.core.work import Work
from nominations.editions.queries import editions

REASON_MOST = 2000


def decide_declaration(work: Work, conflict_id: UUID, *, confirmed: bool, reason: str) -> Conflict:
    """Confirm a possible conflict, which recuses the reviewer at once, or clear it; both with a reason.

    Raises `ChangedElsewhere` if there is a newer declaration or it was decided meanwhile.
    """
    reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        conflict, assignment, round_ = _load_declaration(work, session, conflict_id)
        newest = session.scalar(
            select(func.max(Conflict.number)).where(Conflict.assignment_id == assignment.id)
        )
        if conflict.state is not ConflictState.OPEN or conflict.number != newest:
            raise ChangedElsewhere
        conflict.state = ConflictState.CONFIRMED if confirmed else ConflictState.CLEARED
        conflict.decided_at, conflict.decided_by_id, conflict.reason = work.now, work.actor.id, reason
        session.flush()
        if confirmed:
            add_recusal(work, session, assignment.nomination_id, assignment.reviewer_id,
                  conflict.kind or ConflictKind.OTHER, reason)
        nomination = session.get_one(Nomination, assignment.nomination_id)
        write_to_reviewer(work, session, "conflict_decided", assignment.reviewer_id, nomination, confirmed=confirmed)
        work.record(Action.DECIDE_CONFLICT, nomination, {
            "reviewer": str(assignment.reviewer_id), "round": str(round_.id), "decided": conflict.state,
            "reason": reason,
        })
    return conflict


def _load_declaration(work: Work, session: Session, conflict_id: UUID) -> tuple[Conflict, Assignment, Round]:
    """The declaration; its assignment is locked, so that nobody declares while it is decided."""
    row = session.execute(
        select(Assignment, Round).join(Round, Round.id == Assignment.round_id)
        .join(Conflict, Conflict.assignment_id == Assignment.id).where(Conflict.id == conflict_id)
        .with_for_update(of=Assignment)
    ).one_or_none()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    assignment, round_ = row
    nomination = session.get_one(Nomination, assignment.nomination_id)
    work.require(Action.DECIDE_CONFLICT, policy_facts.load(work, nomination))
    return session.get_one(Conflict, conflict_id, populate_existing=True), assignment, round_


def recuse_reviewer(work: Work, nomination_id: UUID, reviewer_id: UUID, kind: str, reason: str) -> Recusal:
    """Recuse a reviewer from a nomination in every round; their reviews of it no longer count.

    Raises `Invalid` at `kind` or `reason`, and `ChangedElsewhere` if they are recused already.
    """
    problems: dict[str, tuple[str, Mapping[str, object]]] = {}
    try:
        reason = parse_text("reason", reason, most=REASON_MOST)
    except Invalid as wrong:
        problems |= wrong.problems
    if kind not in {item.value for item in ConflictKind}:
        problems["kind"] = ("missing", {})
    if problems:
        raise Invalid(**problems)
    with work.transaction() as session:
        nomination = session.scalars(
            select(Nomination).where(Nomination.id == nomination_id).with_for_update()
        ).one_or_none()
        if nomination is None or nomination.submission_id is None:
            raise Refused(Refusal.NOT_FOUND)
        work.require(Action.RECUSE, policy_facts.load(work, nomination))
        if not session.scalar(select(reviews_here(nomination, reviewer_id))):
            raise Refused(Refusal.NOT_FOUND)
        if not add_recusal(work, session, nomination_id, reviewer_id, ConflictKind(kind), reason):
            raise ChangedElsewhere
        if has_assignment(session, nomination_id, reviewer_id):
            write_to_reviewer(work, session, "set_aside", reviewer_id, nomination)
        _write_to_secretariat(work, session, nomination, reviewer_id)
        recusal = recusal_of(session, nomination_id, reviewer_id).one()
        work.record(Action.RECUSE, nomination, {"reviewer": str(reviewer_id), "kind": kind, "reason": reason})
    return recusal


def _write_to_secretariat(work: Work, session: Session, nomination: Nomination, reviewer_id: UUID) -> None:
    edition = editions.by_id(session, nomination.edition_id).edition
    reviewer = session.get_one(Account, reviewer_id)
    work.send_mail(
        "reviewer_set_aside", Mailbox(edition.contact, edition.languages[0]), edition_id=nomination.edition_id,
        nomination_id=nomination.id, reference=nomination.reference, reviewer=reviewer.name or reviewer.email,
        by=work.actor.name or work.actor.email, path=f"/{edition.code}/secretariat/conflicts",
    )
