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
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Account, AnswerVersion, Nomination, SectionAnswers, SectionVersion
from nominations.core.work import Work
from nominations.editions.rules.answers import is_empty
from nominations.editions.rules.form import Section
from nominations.nominations.queries import editable_parts, working_copy
from nominations.nominations.services import section_locks
from nominations.nominations.steps import working_copy_changes


@dataclass(frozen=True, slots=True)
class Saved:
    """A section as it stands after saving."""

    version: int
    saved_at: datetime
    nomination: Nomination
    changed: bool = True


@dataclass(frozen=True, slots=True)
class ConflictingAnswer:
    """What stands now, where somebody or another tab saved first; `base` is what both began with, if it is known."""

    answers: Mapping[str, Any]
    version: int
    saved_at: datetime
    saved_by: str
    base: Mapping[str, Any] | None


def save(
    work: Work, nomination_id: UUID, section_key: str, given: Mapping[str, Any], *, version: int,
    done: bool | None = None, only: Collection[str] | None = None, leaving: bool = False,
) -> Saved:
    """Save what was typed into a section whose `version` was read; `only` leaves the other questions as they stand.

    The same words sent again are no change, whatever version they were read at: a save whose answer was lost may be
    repeated. Where several write, the section is reserved for who saves it, unless they are `leaving` it. Raises
    `Invalid` (by field) for what cannot be stored, `ChangedElsewhere` with `Theirs` for a version that is no longer
    the newest and says something else, and `InUse` while somebody else writes here.
    """
    with work.transaction() as session:
        nomination, case = policy_facts.nomination_with_facts(work, nomination_id, to=Action.EDIT, lock=True)
        copy = working_copy.load(work, nomination)
        section = _section(copy.category.sections, section_key)
        if faults := working_copy_changes.find_faults(given):
            raise Invalid(**faults)
        held = copy.sections.get(section_key)
        opened = editable_parts.open_keys(work, case, copy)
        answers = _merged(section, held, given, only, opened)
        stands = dict(held.answers) if held else {}
        if case.shared and answers != stands:
            section_locks.take(work, nomination.id, section_key, leaving=leaving)
        if answers != stands:
            if version != (held.version if held else 0):
                raise ChangedElsewhere(_theirs(work, held, version))
            held = working_copy_changes.store_section(
                session, nomination.id, section_key, held, answers, work.actor.account_id, work.now
            )
        marked = _mark(nomination, section_key, done)
        if answers != stands or marked:
            working_copy_changes.refresh(work, nomination)
            work.record(Action.EDIT, nomination, _told(section_key, held, nomination))
        elif case.shared and leaving:
            section_locks.give_back(work, nomination.id, section_key)
        return Saved(held.version if held else 0, held.saved_at if held else work.now, nomination, answers != stands)


def restore(work: Work, nomination_id: UUID, section_key: str, number: int) -> Saved:
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
        answers = _merged(section, held, version.answers, None, opened)
        if case.shared:
            section_locks.take(work, nomination.id, section_key, leaving=True)
        held = working_copy_changes.store_section(
            session, nomination.id, section_key, held, answers, work.actor.account_id, work.now
        )
        working_copy_changes.refresh(work, nomination)
        told = _told(section_key, held, nomination)
        work.record(Action.EDIT, nomination, {**told, "restored": number})
        return Saved(held.version, held.saved_at, nomination)


def restore_answer(work: Work, nomination_id: UUID, section_key: str, question: str, number: int) -> Saved:
    """Let one answer stand again as it stood in an earlier version of it; the others stay as they are."""
    with work.transaction() as session:
        nomination, case = policy_facts.nomination_with_facts(work, nomination_id, to=Action.EDIT, lock=True)
        copy = working_copy.load(work, nomination)
        section = _section(copy.category.sections, section_key)
        version = session.scalars(select(AnswerVersion).where(
            AnswerVersion.nomination_id == nomination.id, AnswerVersion.question == question,
            AnswerVersion.number == number,
        )).one_or_none()
        if version is None or question not in {each.key for each in section.questions}:
            raise Refused(Refusal.NOT_FOUND)
        held = copy.sections.get(section_key)
        opened = editable_parts.open_keys(work, case, copy)
        answers = _merged(section, held, {question: version.answer}, {question}, opened)
        if held is not None and answers == held.answers:
            return Saved(held.version, held.saved_at, nomination, changed=False)
        if case.shared:
            section_locks.take(work, nomination.id, section_key, leaving=True)
        held = working_copy_changes.store_section(
            session, nomination.id, section_key, held, answers, work.actor.account_id, work.now
        )
        working_copy_changes.refresh(work, nomination)
        told = _told(section_key, held, nomination)
        work.record(Action.EDIT, nomination, {**told, "question": question, "restored": number})
        return Saved(held.version, held.saved_at, nomination)


def _section(sections: Collection[Section], key: str) -> Section:
    for section in sections:
        if section.key == key:
            return section
    raise Refused(Refusal.NOT_FOUND)


def _merged(
    section: Section, held: SectionAnswers | None, given: Mapping[str, Any], only: Collection[str] | None,
    opened: frozenset[str] | None,
) -> dict[str, Any]:
    """What stood, with the given answers to the questions that may be changed; empty answers are left out."""
    found = dict(held.answers) if held else {}
    for question in section.questions:
        key = question.key
        if (only is not None and key not in only) or (opened is not None and key not in opened):
            continue
        if is_empty(given.get(key)):
            found.pop(key, None)
        else:
            found[key] = given[key]
    return found


def _theirs(work: Work, held: SectionAnswers | None, version: int) -> ConflictingAnswer:
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


def _mark(nomination: Nomination, section_key: str, done: bool | None) -> bool:
    """Note whether the owner calls the section finished; True if that is new."""
    if done is None or done == (section_key in nomination.sections_done):
        return False
    others = [key for key in nomination.sections_done if key != section_key]
    nomination.sections_done = [*others, section_key] if done else others
    return True


def _told(section_key: str, held: SectionAnswers | None, nomination: Nomination) -> dict[str, Any]:
    """What the ledger keeps of a save: no text, only its hash."""
    answers = held.answers if held else {}
    return {
        "section": section_key, "version": held.version if held else 0,
        "sha256": hashlib.sha256(ledger.canonical(answers).encode()).hexdigest(),
        "done": section_key in nomination.sections_done,
    }
