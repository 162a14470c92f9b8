"""What the system found, in the secretariat's hands; and the one way back from a recusal: its author takes it back."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts, review_rules
from nominations.conflicts.services.conflicts import REASON_MOST, has_conflict, shut, tell_reviewer
from nominations.conflicts.services.declarations import wording_version
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, ConflictAnswer, ConflictKind, ConflictState, Refusal, Sign
from nominations.core.tables import (
    Assignment,
    Conflict,
    Finding,
    Nomination,
    Recusal,
    Round,
    WithdrawnRecusal,
)
from nominations.core.work import Work
from nominations.editions.queries import editions

KINDS = {
    Sign.NATIONALITY: ConflictKind.NATIONALITY, Sign.RESIDENCE: ConflictKind.NATIONALITY,
    Sign.MAIL_DOMAIN: ConflictKind.WORK, Sign.INSTITUTION: ConflictKind.WORK, Sign.COLLABORATOR: ConflictKind.WORK,
    Sign.NAMED: ConflictKind.AUTHORSHIP, Sign.EARLIER: ConflictKind.OTHER,
}


def decide(work: Work, edition_id: UUID, ids: Sequence[UUID], *, confirmed: bool, reason: str) -> int:
    """Confirm what was found, which shuts each file for its reviewer, or clear it; how many findings were decided.

    All or none: raises `ChangedElsewhere` where one of them was decided, or went away, in the meantime; `Invalid` at
    `reason`, or at `findings` where none is chosen.
    """
    reason = parse_text("reason", reason, most=REASON_MOST)
    if not ids:
        raise Invalid(findings="missing")
    with work.transaction() as session:
        work.require(Action.DECIDE_CONFLICT, policy_facts.load_edition(work, edition_id))
        rows = session.scalars(
            select(Finding).join(Nomination, Nomination.id == Finding.nomination_id)
            .where(Finding.id.in_(ids), Nomination.edition_id == edition_id)
            .order_by(Finding.id).with_for_update(of=Finding).execution_options(populate_existing=True)
        ).all()
        if len(rows) != len(set(ids)):
            raise Refused(Refusal.NOT_FOUND)
        if any(row.state is not ConflictState.OPEN or row.gone_at is not None for row in rows):
            raise ChangedElsewhere
        pairs: dict[tuple[UUID, UUID], list[Finding]] = {}
        for row in rows:
            row.state = ConflictState.CONFIRMED if confirmed else ConflictState.CLEARED
            row.decided_at, row.decided_by_id, row.reason = work.now, work.actor.id, reason
            pairs.setdefault((row.nomination_id, row.reviewer_id), []).append(row)
        session.flush()
        for each in pairs.values():
            _decided(work, session, each, confirmed=confirmed, reason=reason)
    return len(rows)


def _decided(work: Work, session: Session, rows: list[Finding], *, confirmed: bool, reason: str) -> None:
    nomination_id, reviewer_id = rows[0].nomination_id, rows[0].reviewer_id
    nomination = session.get_one(Nomination, nomination_id)
    if confirmed:
        shut(work, session, nomination_id, reviewer_id, KINDS[rows[0].sign], reason)
    if has_conflict(session, nomination_id, reviewer_id):
        tell_reviewer(work, session, "conflict_decided", reviewer_id, nomination, confirmed=confirmed)
    work.record(Action.DECIDE_CONFLICT, nomination, {
        "reviewer": str(reviewer_id), "decided": rows[0].state, "reason": reason,
        "found": [{"sign": row.sign, "own": row.own, "shared": row.shared, "similarity": row.similarity}
                  for row in rows],
    })


def lift(work: Work, nomination_id: UUID, reviewer_id: UUID, reason: str) -> None:
    """The secretariat takes back what it confirmed or set aside itself. Nothing opens by that: every reason stands
    undecided again. A reviewer's own recusal is theirs alone: `Refused(WRONG_STATE)`.
    """
    reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        nomination = session.get(Nomination, nomination_id)
        if nomination is None:
            raise Refused(Refusal.NOT_FOUND)
        work.require(Action.LIFT_RECUSAL, policy_facts.load_edition(work, nomination.edition_id))
        standing = _standing(session, nomination_id, reviewer_id)
        if standing.declared_by_reviewer:
            raise Refused(Refusal.WRONG_STATE)
        _take_back(work, session, standing, reason)
        for row in session.scalars(select(Finding).where(
            Finding.nomination_id == nomination_id, Finding.reviewer_id == reviewer_id,
            Finding.state == ConflictState.CONFIRMED,
        )):
            row.state, row.decided_at, row.decided_by_id, row.reason = ConflictState.OPEN, None, None, ""
        for declared in session.scalars(
            select(Conflict).join(Assignment, Assignment.id == Conflict.assignment_id)
            .where(Assignment.nomination_id == nomination_id, Assignment.reviewer_id == reviewer_id,
                   Conflict.state == ConflictState.CONFIRMED)
        ):
            declared.state, declared.decided_at, declared.decided_by_id = ConflictState.OPEN, None, None
            declared.reason = ""
        session.flush()
        work.record(Action.LIFT_RECUSAL, nomination, {
            "reviewer": str(reviewer_id), "kind": standing.kind, "words": standing.words, "reason": reason,
        })


def take_back(work: Work, edition_id: UUID, reference: str, reason: str) -> None:
    """A reviewer withdraws their own recusal. The file stays shut: what they declared is now possible, and an officer
    decides. Raises `Refused(NOT_FOUND)` for anything that is not their own recusal.
    """
    with work.transaction() as session:
        work.require(Action.TAKE_BACK_RECUSAL, policy_facts.load_edition(work, edition_id))
        nomination = policy_facts.nomination_of_reference(work, edition_id, reference)
        if nomination is None:
            raise Refused(Refusal.NOT_FOUND)
        standing = _standing(session, nomination.id, work.actor.account_id)
        if not standing.declared_by_reviewer:
            raise Refused(Refusal.NOT_FOUND)
        reason = parse_text("reason", reason, most=REASON_MOST)
        _take_back(work, session, standing, reason)
        _ask_anew(work, session, nomination, standing.kind, reason)
        edition = editions.by_id(session, edition_id).edition
        work.send_mail(
            "conflict_declared", Mailbox(edition.contact, edition.languages[0]), edition_id=edition_id,
            nomination_id=nomination.id, reference=nomination.reference,
            reviewer=work.actor.name or work.actor.email, stepped_aside=False,
            path=f"/{edition.code}/secretariat/conflicts",
        )
        work.record(Action.TAKE_BACK_RECUSAL, nomination, {
            "kind": standing.kind, "words": standing.words, "reason": reason,
        })


def _standing(session: Session, nomination_id: UUID, reviewer_id: UUID) -> Recusal:
    found = session.scalars(
        select(Recusal).where(Recusal.nomination_id == nomination_id, Recusal.reviewer_id == reviewer_id)
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise Refused(Refusal.NOT_FOUND)
    return found


def _take_back(work: Work, session: Session, standing: Recusal, reason: str) -> None:
    session.add(WithdrawnRecusal(
        id=uuid4(), nomination_id=standing.nomination_id, reviewer_id=standing.reviewer_id, kind=standing.kind,
        words=standing.words, at=standing.at, by_id=standing.by_id,
        declared_by_reviewer=standing.declared_by_reviewer, withdrawn_at=work.now, withdrawn_by_id=work.actor.id,
        reason=reason,
    ))
    session.delete(standing)
    session.flush()


def _ask_anew(work: Work, session: Session, nomination: Nomination, kind: ConflictKind, reason: str) -> None:
    """What was real is now possible, on every assignment that still stands."""
    question = editions.by_id(session, nomination.edition_id).edition.conflict
    for assignment in session.scalars(
        select(Assignment).join(Round, Round.id == Assignment.round_id).where(
            Assignment.nomination_id == nomination.id, Assignment.reviewer_id == work.actor.id,
            review_rules.is_published(),
        ).order_by(Assignment.id)
    ):
        last = session.scalars(
            select(Conflict).where(Conflict.assignment_id == assignment.id).order_by(Conflict.number.desc()).limit(1)
        ).one_or_none()
        session.add(Conflict(
            id=uuid4(), assignment_id=assignment.id, number=last.number + 1 if last else 1,
            answer=ConflictAnswer.POSSIBLE, kind=kind, words=reason, text_version=wording_version(question),
            declared_at=work.now, state=ConflictState.OPEN,
        ))
    session.flush()
