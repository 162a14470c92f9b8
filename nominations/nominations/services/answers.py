"""Writing answers: a section is saved as it was typed, whatever is wrong with it, and every version is kept."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.core.rules import ledger
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Account, AnswerVersion, Nomination, SectionAnswers, SectionVersion
from nominations.core.work import Work
from nominations.editions.rules.answers import is_empty
from nominations.editions.rules.form import Section
from nominations.nominations.queries import editable_parts, working_copy
from nominations.nominations.steps import reservations, working_copy_changes


@dataclass(frozen=True, slots=True)
class SavedSection:
    """A section after saving."""

    version: int
    saved_at: datetime
    nomination: Nomination
    changed: bool = True


@dataclass(frozen=True, slots=True)
class ConflictingAnswer:
    """What another person or tab saved first; `base` holds the answers that both started from, if they are known."""

    answers: Mapping[str, Any]
    version: int
    saved_at: datetime
    saved_by: str
    base: Mapping[str, Any] | None


def save(
    work: Work, nomination_id: UUID, section_key: str, typed: Mapping[str, Any], *, version: int,
    done: bool | None = None, only: Collection[str] | None = None, leaving: bool = False,
) -> SavedSection:
    """Save what was typed into a section whose `version` was read; `only` leaves the other questions as they stand.

    Answers equal to the stored ones are no change, whatever `version` is: a request may safely be sent twice. Where
    several people write, the section is reserved for the actor, unless they are `leaving` it. Raises `Invalid` (by
    field) for what cannot be stored, `ChangedElsewhere` with a `ConflictingAnswer` where a newer version holds other
    answers, and `InUse` while somebody else writes in the section.
    """
    with work.transaction() as session:
        nomination, case = policy_facts.nomination_with_facts(work, nomination_id, to=Action.EDIT, lock=True)
        copy = working_copy.load(work, nomination)
        section = _section(copy.category.sections, section_key)
        if faults := working_copy_changes.find_faults(typed):
            raise Invalid(**faults)
        held = copy.sections.get(section_key)
        opened = editable_parts.open_keys(work, case, copy)
        answers = _merge_answers(section, held, typed, only, opened)
        before = dict(held.answers) if held else {}
        if case.shared and answers != before:
            reservations.reserve_section(work, nomination.id, section_key, leaving=leaving)
        if answers != before:
            if version != (held.version if held else 0):
                raise ChangedElsewhere(_load_conflict(work, held, version))
            held = working_copy_changes.store_section(
                session, nomination.id, section_key, held, answers, work.actor.account_id, work.now
            )
        marked = _mark_done(nomination, section_key, done)
        if answers != before or marked:
            working_copy_changes.refresh(work, nomination)
            work.record(Action.EDIT, nomination, _ledger_facts(section_key, held, nomination))
        elif case.shared and leaving:
            reservations.release_section(work, nomination.id, section_key)
        return SavedSection(
            held.version if held else 0, held.saved_at if held else work.now, nomination, answers != before
        )


def restore(work: Work, nomination_id: UUID, section_key: str, number: int) -> SavedSection:
    """Write an earlier version of a section again, as the newest one."""
    with work.transaction() as session:
        nomination, case = policy_facts.nomination_with_facts(work, nomination_id, to=Action.EDIT, lock=True)
        copy = working_copy.load(work, nomination)
        section = _section(copy.category.sections, section_key)
        version = session.scalars(select(SectionVersion).where(
            SectionVersion.nomination_id == nomination.id, SectionVersion.section == section_key,
            SectionVersion.number == number,
        )).one_or_none()
        if version is None:
            raise Refused(Refusal.NOT_FOUND)
        held = copy.sections.get(section_key)
        opened = editable_parts.open_keys(work, case, copy)
        answers = _merge_answers(section, held, version.answers, None, opened)
        return _store_restored(work, nomination, case, section_key, held, answers, {"restored": number})


def restore_answer(work: Work, nomination_id: UUID, section_key: str, question: str, number: int) -> SavedSection:
    """Write an earlier version of one answer again; the other answers stay as they are."""
    with work.transaction() as session:
        nomination, case = policy_facts.nomination_with_facts(work, nomination_id, to=Action.EDIT, lock=True)
        copy = working_copy.load(work, nomination)
        section = _section(copy.category.sections, section_key)
        version = session.scalars(select(AnswerVersion).where(
            AnswerVersion.nomination_id == nomination.id, AnswerVersion.question == question,
            AnswerVersion.number == number,
        )).one_or_none()
        if version is None or question not in {item.key for item in section.questions}:
            raise Refused(Refusal.NOT_FOUND)
        held = copy.sections.get(section_key)
        opened = editable_parts.open_keys(work, case, copy)
        answers = _merge_answers(section, held, {question: version.answer}, {question}, opened)
        if held is not None and answers == held.answers:
            return SavedSection(held.version, held.saved_at, nomination, changed=False)
        facts = {"question": question, "restored": number}
        return _store_restored(work, nomination, case, section_key, held, answers, facts)


def _store_restored(
    work: Work, nomination: Nomination, case: PolicyFacts, section_key: str, held: SectionAnswers | None,
    answers: Mapping[str, Any], facts: Mapping[str, Any],
) -> SavedSection:
    """Store restored answers as the newest version of their section, and record it with `facts`."""
    if case.shared:
        reservations.reserve_section(work, nomination.id, section_key, leaving=True)
    stored = working_copy_changes.store_section(
        work.session, nomination.id, section_key, held, answers, work.actor.account_id, work.now
    )
    working_copy_changes.refresh(work, nomination)
    work.record(Action.EDIT, nomination, {**_ledger_facts(section_key, stored, nomination), **facts})
    return SavedSection(stored.version, stored.saved_at, nomination)


def _section(sections: Collection[Section], key: str) -> Section:
    for section in sections:
        if section.key == key:
            return section
    raise Refused(Refusal.NOT_FOUND)


def _merge_answers(
    section: Section, held: SectionAnswers | None, typed: Mapping[str, Any], only: Collection[str] | None,
    opened: frozenset[str] | None,
) -> dict[str, Any]:
    """The stored answers with the typed ones for the questions that may be changed; empty answers are left out."""
    answers = dict(held.answers) if held else {}
    for question in section.questions:
        key = question.key
        if (only is not None and key not in only) or (opened is not None and key not in opened):
            continue
        if is_empty(typed.get(key)):
            answers.pop(key, None)
        else:
            answers[key] = typed[key]
    return answers


def _load_conflict(work: Work, held: SectionAnswers | None, version: int) -> ConflictingAnswer:
    session = work.session
    if held is None:
        return ConflictingAnswer({}, 0, work.now, "", None)
    by = session.get(Account, held.saved_by_id)
    base = session.scalar(select(SectionVersion.answers).where(
        SectionVersion.nomination_id == held.nomination_id, SectionVersion.section == held.section,
        SectionVersion.number == version,
    ))
    return ConflictingAnswer(
        dict(held.answers), held.version, held.saved_at, (by.name or by.email) if by else "", base if version else {}
    )


def _mark_done(nomination: Nomination, section_key: str, done: bool | None) -> bool:
    """Store whether the owner marks the section as finished; True if that changed."""
    if done is None or done == (section_key in nomination.sections_done):
        return False
    others = [key for key in nomination.sections_done if key != section_key]
    nomination.sections_done = [*others, section_key] if done else others
    return True


def _ledger_facts(section_key: str, held: SectionAnswers | None, nomination: Nomination) -> dict[str, Any]:
    """What the ledger records of a save: the hash of the answers, never their text."""
    answers = held.answers if held else {}
    return {
        "section": section_key, "version": held.version if held else 0,
        "sha256": hashlib.sha256(ledger.canonical(answers).encode()).hexdigest(),
        "done": section_key in nomination.sections_done,
    }
