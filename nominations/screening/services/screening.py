"""Screening: the officer's checklist and what is decided of a nomination's eligibility.

A refusal counts only once a second officer confirmed it. The owner learns the outcome at the release.
"""

from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.core.queries.search_folding import is_searchable
from nominations.core.rules.errors import ChangedElsewhere, Invalid
from nominations.core.rules.events import NominationChanged
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, RoundCode
from nominations.core.tables import EligibilityDecision, Nomination, Round, RoundFile, Screening
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category

ANSWERS = ("yes", "no", "unclear")
OTHER = "other"
Checks = Mapping[str, Mapping[str, str]]


def reason_codes(category: Category) -> tuple[str, ...]:
    """What a refusal may rest on: a rule, a question of the checklist, or something else said in words."""
    return (*(rule.key for rule in category.rules), *(item.key for item in category.checklist), OTHER)


def save_checks(work: Work, nomination_id: UUID, version: int, checks: Checks) -> Screening:
    """Keep the officer's answers. Raises `ChangedElsewhere` with the saved sheet if somebody saved first."""
    with work.transaction() as session:
        found = policy_facts.nomination(work, nomination_id, to=Action.SCREEN, lock=True)
        category = editions.by_id(session, found.edition_id).edition.category(found.category)
        taken = _taken(category, checks)
        sheet = session.scalars(select(Screening).where(Screening.nomination_id == found.id)).one_or_none()
        if (sheet.version if sheet else 0) != version:
            raise ChangedElsewhere(sheet)
        if sheet is None:
            sheet = Screening(id=uuid4(), nomination_id=found.id, checks=taken, saved_at=work.now,
                              saved_by_id=work.actor.id)
            session.add(sheet)
        else:
            sheet.checks, sheet.saved_at, sheet.saved_by_id = taken, work.now, work.actor.account_id
        session.flush()
        work.record(Action.SCREEN, found, {"checks": taken})
    return sheet


def _taken(category: Category, checks: Checks) -> dict[str, dict[str, str]]:
    """The answers of this category's questions; problems at the fields `answer-<key>` and `note-<key>`."""
    taken: dict[str, dict[str, str]] = {}
    problems: dict[str, str | tuple[str, Mapping[str, object]]] = {}
    for item in category.checklist:
        given = checks.get(item.key, {})
        answer = given.get("answer", "")
        if answer and answer not in ANSWERS:
            problems[f"answer-{item.key}"] = "not_an_option"
        try:
            note = parse_text(f"note-{item.key}", given.get("note", ""), required=False)
        except Invalid as no:
            problems |= no.problems
            continue
        if answer or note:
            taken[item.key] = {"answer": answer, "note": note}
    if problems:
        raise Invalid(**problems)
    return taken


def admit(work: Work, nomination_id: UUID) -> None:
    """Eligible. Where a first round of its category is already open, the file takes part in it."""
    with work.transaction() as session:
        found = policy_facts.nomination(work, nomination_id, to=Action.ADMIT, lock=True)
        found.move(Action.ADMIT)
        session.add(_decided(work, found, "eligible"))
        first = session.scalar(
            select(Round.id).where(
                Round.edition_id == found.edition_id, Round.category == found.category,
                Round.code == RoundCode.FIRST, Round.closed_at.is_(None),
            )
        )
        if first and session.get(RoundFile, (first, found.id)) is None:
            session.add(RoundFile(round_id=first, nomination_id=found.id))
        session.flush()
        work.record(Action.ADMIT, found, {"outcome": "eligible"})


def propose_refusal(work: Work, nomination_id: UUID, reason_code: str, reason: str) -> None:
    """Not eligible, in one officer's eyes; a second one confirms or rejects it."""
    with work.transaction() as session:
        found = policy_facts.nomination(work, nomination_id, to=Action.REFUSE, lock=True)
        category = editions.by_id(session, found.edition_id).edition.category(found.category)
        if reason_code not in reason_codes(category):
            raise Invalid(reason_code="missing" if not reason_code else "not_an_option")
        reason = parse_text("reason", reason)
        session.add(_decided(work, found, "ineligible", reason_code, reason))
        session.flush()
        work.record(Action.REFUSE, found, {"outcome": "ineligible", "reason_code": reason_code, "reason": reason})


def confirm_refusal(work: Work, nomination_id: UUID) -> None:
    """A second officer agrees: the nomination is ineligible."""
    with work.transaction() as session:
        found = policy_facts.nomination(work, nomination_id, to=Action.CONFIRM_REFUSAL, lock=True)
        decision = _standing(work, found)
        decision.confirmed_at, decision.confirmed_by_id = work.now, work.actor.id
        found.move(Action.CONFIRM_REFUSAL)
        session.flush()
        work.record(Action.CONFIRM_REFUSAL, found, {"proposed_by": decision.made_by_id})


def reject_refusal(work: Work, nomination_id: UUID, reason: str) -> None:
    """A second officer does not agree: the question of eligibility is open again, both reasons are kept."""
    _drop(work, nomination_id, Action.REJECT_REFUSAL, reason)


def take_back_refusal(work: Work, nomination_id: UUID, reason: str) -> None:
    """The proposer thinks better of it before anybody confirmed it."""
    _drop(work, nomination_id, Action.TAKE_BACK_REFUSAL, reason)


def _drop(work: Work, nomination_id: UUID, action: Action, reason: str) -> None:
    with work.transaction() as session:
        found = policy_facts.nomination(work, nomination_id, to=action, lock=True)
        _undo(work, found, parse_text("undone_reason", reason))
        session.flush()
        work.record(action, found, {"reason": reason})


def mark_duplicate(work: Work, nomination_id: UUID, of: str, reason: str) -> None:
    """The same nomination as another one of this edition, which is named."""
    with work.transaction() as session:
        found = policy_facts.nomination(work, nomination_id, to=Action.MARK_DUPLICATE, lock=True)
        of = of.strip().upper()
        other = session.scalar(
            select(Nomination.id).where(Nomination.edition_id == found.edition_id, Nomination.reference == of)
        ) if of and is_searchable(of) else None
        if other is None or other == found.id:
            raise Invalid(duplicate_of="missing" if not of else "no_such_reference" if other is None else "itself")
        reason = parse_text("duplicate_reason", reason)
        found.move(Action.MARK_DUPLICATE)
        session.add(_decided(work, found, "duplicate", of, reason))
        session.flush()
        work.record(Action.MARK_DUPLICATE, found, {"of": of, "reason": reason})


def undo_refusal(work: Work, nomination_id: UUID, reason: str) -> None:
    """The head takes a refusal or a duplicate back: to be screened again, both reasons are kept."""
    with work.transaction() as session:
        found = policy_facts.nomination(work, nomination_id, to=Action.UNDO_REFUSAL, lock=True)
        reason = parse_text("undone_reason", reason)
        _undo(work, found, reason)
        found.move(Action.UNDO_REFUSAL)
        session.flush()
        work.announce(NominationChanged(found.id))
        work.record(Action.UNDO_REFUSAL, found, {"reason": reason})


def _decided(
    work: Work, found: Nomination, outcome: str, reason_code: str = "", reason: str = ""
) -> EligibilityDecision:
    return EligibilityDecision(
        id=uuid4(), nomination_id=found.id, outcome=outcome, reason_code=reason_code, reason=reason,
        made_at=work.now, made_by_id=work.actor.id,
    )


def _standing(work: Work, found: Nomination) -> EligibilityDecision:
    return work.session.scalars(
        select(EligibilityDecision)
        .where(EligibilityDecision.nomination_id == found.id, EligibilityDecision.undone_at.is_(None))
    ).one()


def _undo(work: Work, found: Nomination, reason: str) -> None:
    decision = _standing(work, found)
    decision.undone_at, decision.undone_by_id, decision.undone_reason = work.now, work.actor.id, reason
