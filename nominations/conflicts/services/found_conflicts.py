"""Decisions about what the system found, and lifting a recusal, which only its author can do."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts, review_rules
from nominations.conflicts.rules import wording_version
from nominations.conflicts.services.conflicts import REASON_MOST, add_recusal, has_assignment, write_to_reviewer
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
    """Confirm findings, which recuses the reviewers, or clear them; how many findings were decided.

    All or none: raises `ChangedElsewhere` where one of them was decided, or went away, in the meantime; `Invalid` at
    `reason`, or at `findings` where none is chosen.
    """
    reason = parse_text("reason", reason, most=REASON_MOST)
    if not ids:
        raise Invalid(findings="missing")
    with work.transaction() as session:
        work.require(Action.DECIDE_CONFLICT, policy_facts.load_edition(work, edition_id))
        findings = session.scalars(
            select(Finding).join(Nomination, Nomination.id == Finding.nomination_id)
            .where(Finding.id.in_(ids), Nomination.edition_id == edition_id)
            .order_by(Finding.id).with_for_update(of=Finding).execution_options(populate_existing=True)
        ).all()
        if len(findings) != len(set(ids)):
            raise Refused(Refusal.NOT_FOUND)
        if any(finding.state is not ConflictState.OPEN or finding.gone_at is not None for finding in findings):
            raise ChangedElsewhere
        pairs: dict[tuple[UUID, UUID], list[Finding]] = {}
        for finding in findings:
            finding.state = ConflictState.CONFIRMED if confirmed else ConflictState.CLEARED
            finding.decided_at, finding.decided_by_id, finding.reason = work.now, work.actor.id, reason
            pairs.setdefault((finding.nomination_id, finding.reviewer_id), []).append(finding)
        session.flush()
        for of_pair in pairs.values():
            _record_decision(work, session, of_pair, confirmed=confirmed, reason=reason)
    return len(findings)


def _record_decision(work: Work, session: Session, findings: list[Finding], *, confirmed: bool, reason: str) -> None:
    nomination_id, reviewer_id = findings[0].nomination_id, findings[0].reviewer_id
    nomination = session.get_one(Nomination, nomination_id)
    work.require(Action.DECIDE_CONFLICT, policy_facts.load(work, nomination))
    if confirmed:
        add_recusal(work, session, nomination_id, reviewer_id, KINDS[findings[0].sign], reason)
    if has_assignment(session, nomination_id, reviewer_id):
        write_to_reviewer(work, session, "conflict_decided", reviewer_id, nomination, confirmed=confirmed)
    work.record(Action.DECIDE_CONFLICT, nomination, {
        "reviewer": str(reviewer_id), "decided": findings[0].state, "reason": reason,
        "found": [{"sign": finding.sign, "own": finding.own, "shared": finding.shared, "similarity": finding.similarity}
                  for finding in findings],
    })


def lift(work: Work, nomination_id: UUID, reviewer_id: UUID, reason: str) -> None:
    """Lift a recusal that the secretariat decided; every reason for it has to be decided again before access opens.

    A recusal declared by the reviewer is `Refused(WRONG_STATE)`.
    """
    reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        nomination = session.get(Nomination, nomination_id)
        if nomination is None:
            raise Refused(Refusal.NOT_FOUND)
        work.require(Action.LIFT_RECUSAL, policy_facts.load(work, nomination))
        recusal = _load_recusal(session, nomination_id, reviewer_id)
        if recusal.declared_by_reviewer:
            raise Refused(Refusal.WRONG_STATE)
        _take_back(work, session, recusal, reason)
        for finding in session.scalars(select(Finding).where(
            Finding.nomination_id == nomination_id, Finding.reviewer_id == reviewer_id,
            Finding.state == ConflictState.CONFIRMED,
        )):
            finding.state, finding.reason = ConflictState.OPEN, ""
            finding.decided_at, finding.decided_by_id = None, None
        for declared in session.scalars(
            select(Conflict).join(Assignment, Assignment.id == Conflict.assignment_id)
            .where(Assignment.nomination_id == nomination_id, Assignment.reviewer_id == reviewer_id,
                   Conflict.state == ConflictState.CONFIRMED)
        ):
            declared.state, declared.decided_at, declared.decided_by_id = ConflictState.OPEN, None, None
            declared.reason = ""
        session.flush()
        work.record(Action.LIFT_RECUSAL, nomination, {
            "reviewer": str(reviewer_id), "kind": recusal.kind, "words": recusal.words, "reason": reason,
        })


def take_back(work: Work, edition_id: UUID, reference: str, reason: str) -> None:
    """Lift the actor's own recusal; what they declared becomes a possible interest, which an officer decides.

    The nomination stays closed to them until then. Raises `Refused(NOT_FOUND)` for anything but their own recusal.
    """
    with work.transaction() as session:
        work.require(Action.TAKE_BACK_RECUSAL, policy_facts.load_edition(work, edition_id))
        nomination = policy_facts.find_nomination(work, edition_id, reference)
        if nomination is None:
            raise Refused(Refusal.NOT_FOUND)
        recusal = _load_recusal(session, nomination.id, work.actor.account_id)
        if not recusal.declared_by_reviewer:
            raise Refused(Refusal.NOT_FOUND)
        reason = parse_text("reason", reason, most=REASON_MOST)
        _take_back(work, session, recusal, reason)
        _ask_anew(work, session, nomination, recusal.kind, reason)
        edition = editions.by_id(session, edition_id).edition
        work.send_mail(
            "conflict_declared", Mailbox(edition.contact, edition.languages[0]), edition_id=edition_id,
            nomination_id=nomination.id, reference=nomination.reference,
            reviewer=work.actor.name or work.actor.email, stepped_aside=False,
            path=f"/{edition.code}/secretariat/conflicts",
        )
        work.record(Action.TAKE_BACK_RECUSAL, nomination, {
            "kind": recusal.kind, "words": recusal.words, "reason": reason,
        })


def _load_recusal(session: Session, nomination_id: UUID, reviewer_id: UUID) -> Recusal:
    recusal = session.scalars(
        select(Recusal).where(Recusal.nomination_id == nomination_id, Recusal.reviewer_id == reviewer_id)
        .with_for_update()
    ).one_or_none()
    if recusal is None:
        raise Refused(Refusal.NOT_FOUND)
    return recusal


def _take_back(work: Work, session: Session, recusal: Recusal, reason: str) -> None:
    session.add(WithdrawnRecusal(
        id=uuid4(), nomination_id=recusal.nomination_id, reviewer_id=recusal.reviewer_id, kind=recusal.kind,
        words=recusal.words, at=recusal.at, by_id=recusal.by_id,
        declared_by_reviewer=recusal.declared_by_reviewer, withdrawn_at=work.now, withdrawn_by_id=work.actor.id,
        reason=reason,
    ))
    session.delete(recusal)
    session.flush()


def _ask_anew(work: Work, session: Session, nomination: Nomination, kind: ConflictKind, reason: str) -> None:
    """Declare a possible interest on every published assignment."""
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
