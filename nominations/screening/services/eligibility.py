"""Eligibility: the checklist of the secretariat, and decisions about a nomination.

A refusal counts once a second officer confirmed it. The owner sees the outcome when it is released.
"""

from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy import exists, select

from nominations.access.queries import policy_facts
from nominations.core.queries.search_folding import is_searchable
from nominations.core.rules.errors import ChangedElsewhere, Invalid
from nominations.core.rules.events import NominationChanged
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.rules.vocabulary import Action, RoundCode
from nominations.core.tables import Assignment, EligibilityDecision, Nomination, Round, RoundFile, Screening
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category
from nominations.screening.queries.screening import load_sheet
from nominations.screening.rules import list_doubts, list_reason_codes, list_unanswered

ANSWERS = ("yes", "no", "unclear")
Checks = Mapping[str, Mapping[str, str]]


def save_checks(work: Work, nomination_id: UUID, version: int, checks: Checks) -> Screening:
    """Store the officer's answers. Raises `ChangedElsewhere` with the saved sheet if somebody saved first."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.SCREEN, lock=True)
        category = editions.by_id(session, nomination.edition_id).edition.category(nomination.category)
        taken = _read_checks(category, checks)
        sheet = session.scalars(select(Screening).where(Screening.nomination_id == nomination.id)).one_or_none()
        if (sheet.version if sheet else 0) != version:
            raise ChangedElsewhere(sheet)
        if sheet is None:
            sheet = Screening(id=uuid4(), nomination_id=nomination.id, checks=taken, saved_at=work.now,
                              saved_by_id=work.actor.id)
            session.add(sheet)
        else:
            sheet.checks, sheet.saved_at, sheet.saved_by_id = taken, work.now, work.actor.account_id
        session.flush()
        work.record(Action.SCREEN, nomination, {"checks": taken})
    return sheet


def _read_checks(category: Category, checks: Checks) -> dict[str, dict[str, str]]:
    """The answers to this category's checklist; raises `Invalid` at the fields `answer-<key>` and `note-<key>`."""
    taken: dict[str, dict[str, str]] = {}
    problems: dict[str, str | tuple[str, Mapping[str, object]]] = {}
    for item in category.checklist:
        entry = checks.get(item.key, {})
        answer = entry.get("answer", "")
        if answer and answer not in ANSWERS:
            problems[f"answer-{item.key}"] = "not_an_option"
        try:
            note = parse_text(f"note-{item.key}", entry.get("note", ""), required=False)
        except Invalid as no:
            problems |= no.problems
            continue
        if answer or note:
            taken[item.key] = {"answer": answer, "note": note}
    if problems:
        raise Invalid(**problems)
    return taken


def admit(work: Work, nomination_id: UUID, reason: str = "") -> None:
    """Decide that a nomination is eligible; it joins the first round of its category if that is open.

    Every question of the checklist must be answered; an answer other than yes needs a reason, which is kept. Raises
    `Invalid` at `checklist` or `admit_reason`.
    """
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.ADMIT, lock=True)
        reason = _require_checked(work, nomination, reason)
        nomination.move(Action.ADMIT)
        session.add(_make_decision(work, nomination, "eligible", reason=reason))
        first = session.scalar(
            select(Round.id).where(
                Round.edition_id == nomination.edition_id, Round.category == nomination.category,
                Round.code == RoundCode.FIRST, Round.closed_at.is_(None),
            )
        )
        if first and session.get(RoundFile, (first, nomination.id)) is None:
            session.add(RoundFile(round_id=first, nomination_id=nomination.id))
        session.flush()
        work.record(Action.ADMIT, nomination, {"outcome": "eligible", **({"reason": reason} if reason else {})})


def _require_checked(work: Work, nomination: Nomination, reason: str) -> str:
    category = editions.by_id(work.session, nomination.edition_id).edition.category(nomination.category)
    checks = load_sheet(work, nomination).checks
    if list_unanswered(category, checks):
        raise Invalid(checklist="checklist_unanswered")
    return parse_text("admit_reason", reason) if list_doubts(category, checks) else ""


def propose_refusal(work: Work, nomination_id: UUID, reason_code: str, reason: str) -> None:
    """Propose that a nomination is not eligible; a second officer confirms or rejects it."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.REFUSE, lock=True)
        category = editions.by_id(session, nomination.edition_id).edition.category(nomination.category)
        if reason_code not in list_reason_codes(category):
            raise Invalid(reason_code="missing" if not reason_code else "not_an_option")
        reason = parse_text("reason", reason)
        session.add(_make_decision(work, nomination, "ineligible", reason_code, reason))
        session.flush()
        work.record(Action.REFUSE, nomination, {"outcome": "ineligible", "reason_code": reason_code, "reason": reason})


def confirm_refusal(work: Work, nomination_id: UUID) -> None:
    """Confirm a proposed refusal as a second officer: the nomination is ineligible."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.CONFIRM_REFUSAL, lock=True)
        decision = _load_decision(work, nomination)
        decision.confirmed_at, decision.confirmed_by_id = work.now, work.actor.id
        nomination.move(Action.CONFIRM_REFUSAL)
        session.flush()
        work.record(Action.CONFIRM_REFUSAL, nomination, {"proposed_by": decision.made_by_id})


def reject_refusal(work: Work, nomination_id: UUID, reason: str) -> None:
    """Reject a proposed refusal as a second officer: screening is open again; both reasons are kept."""
    _undo_proposal(work, nomination_id, Action.REJECT_REFUSAL, reason)


def take_back_refusal(work: Work, nomination_id: UUID, reason: str) -> None:
    """Withdraw a refusal that the actor proposed and nobody confirmed."""
    _undo_proposal(work, nomination_id, Action.TAKE_BACK_REFUSAL, reason)


def _undo_proposal(work: Work, nomination_id: UUID, action: Action, reason: str) -> None:
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=action, lock=True)
        _undo(work, nomination, parse_text("undone_reason", reason))
        session.flush()
        work.record(action, nomination, {"reason": reason})


def mark_duplicate(work: Work, nomination_id: UUID, of: str, reason: str) -> None:
    """Mark a nomination as a duplicate of another one of this edition, given by its reference."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.MARK_DUPLICATE, lock=True)
        of = understand(TypedKind.REFERENCE, of).plain
        other = session.scalar(
            select(Nomination.id).where(Nomination.edition_id == nomination.edition_id, Nomination.reference == of)
        ) if of and is_searchable(of) else None
        if other is None or other == nomination.id:
            raise Invalid(duplicate_of="missing" if not of else "no_such_reference" if other is None else "itself")
        reason = parse_text("duplicate_reason", reason)
        nomination.move(Action.MARK_DUPLICATE)
        session.add(_make_decision(work, nomination, "duplicate", of, reason))
        session.flush()
        work.record(Action.MARK_DUPLICATE, nomination, {"of": of, "reason": reason})


def undo_admission(work: Work, nomination_id: UUID, reason: str) -> None:
    """Reopen the screening of an eligible nomination to which nobody is assigned; both decisions are kept.

    Raises `Invalid` at `undone_reason` without a reason, or while the nomination has an assignment.
    """
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.UNDO_ADMISSION, lock=True)
        reason = parse_text("undone_reason", reason)
        # An assignment is made while its round is locked; so is this.
        session.execute(
            select(Round.id).join(RoundFile, RoundFile.round_id == Round.id)
            .where(RoundFile.nomination_id == nomination.id).order_by(Round.id).with_for_update(of=Round)
        )
        if session.scalar(select(exists().where(
            Assignment.nomination_id == nomination.id, Assignment.removed_at.is_(None)
        ))):
            raise Invalid(undone_reason="is_assigned")
        _undo(work, nomination, reason)
        nomination.move(Action.UNDO_ADMISSION)
        session.flush()
        work.announce(NominationChanged(nomination.id))
        work.record(Action.UNDO_ADMISSION, nomination, {"reason": reason})


def undo_refusal(work: Work, nomination_id: UUID, reason: str) -> None:
    """Undo a refusal or a duplicate: screening is open again; both reasons are kept."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.UNDO_REFUSAL, lock=True)
        reason = parse_text("undone_reason", reason)
        _undo(work, nomination, reason)
        nomination.move(Action.UNDO_REFUSAL)
        session.flush()
        work.announce(NominationChanged(nomination.id))
        work.record(Action.UNDO_REFUSAL, nomination, {"reason": reason})


def _make_decision(
    work: Work, nomination: Nomination, outcome: str, reason_code: str = "", reason: str = ""
) -> EligibilityDecision:
    return EligibilityDecision(
        id=uuid4(), nomination_id=nomination.id, outcome=outcome, reason_code=reason_code, reason=reason,
        made_at=work.now, made_by_id=work.actor.id,
    )


def _load_decision(work: Work, nomination: Nomination) -> EligibilityDecision:
    return work.session.scalars(
        select(EligibilityDecision)
        .where(EligibilityDecision.nomination_id == nomination.id, EligibilityDecision.undone_at.is_(None))
    ).one()


def _undo(work: Work, nomination: Nomination, reason: str) -> None:
    decision = _load_decision(work, nomination)
    decision.undone_at, decision.undone_by_id, decision.undone_reason = work.now, work.actor.id, reason
