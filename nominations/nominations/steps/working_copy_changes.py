"""Writing to a working copy, and what follows from it: what lists show, and whether it differs from the submission."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nominations.core.rules.errors import Invalid
from nominations.core.rules.text import stored_text
from nominations.core.tables import (
    Attachment,
    Nomination,
    NominationCountry,
    SectionAnswers,
    SectionVersion,
    Submission,
)
from nominations.core.work import Work
from nominations.editions.rules import headlines
from nominations.editions.rules.answers import is_empty
from nominations.editions.rules.edition import Category, Edition
from nominations.nominations.queries import working_copy
from nominations.nominations.queries.working_copy import DETAILS, WorkingCopy
from nominations.nominations.rules import progress
from nominations.nominations.steps import answer_versions
from nominations.nominations.steps.answer_versions import SectionState

# The most characters one typed value may have. An edition's own limit gives a message; this one refuses to store.
MOST_CHARACTERS = 40_000
MOST_ROWS = 60

Faults = dict[str, tuple[str, dict[str, object]]]


def secretariat_path(edition: Edition, nomination: Nomination) -> str:
    """The path of a nomination for the secretariat, for letters."""
    return f"/{edition.code}/secretariat/nominations/{nomination.id}"


def refresh(work: Work, nomination: Nomination) -> WorkingCopy:
    """Update what lists show and `changed_since` after a change; the working copy as it is now."""
    session = work.session
    session.flush()
    copy = working_copy.load(work, nomination)
    submission = working_copy.newest_submission(session, nomination)
    nomination.changed_at = work.now
    nomination.changed_since = working_copy.differs(copy, submission)
    if submission is None:
        update_headline(session, copy)
    return copy


def update_headline(session: Session, copy: WorkingCopy) -> None:
    """Store the title, language and countries that lists show."""
    nomination, answers = copy.nomination, copy.answers
    nomination.title = headlines.read_title(copy.category, answers)
    nomination.language = headlines.read_language(answers)
    wanted = set(headlines.read_countries(copy.category, answers))
    held = set(session.scalars(
        select(NominationCountry.country).where(NominationCountry.nomination_id == nomination.id)
    ))
    if gone := held - wanted:
        session.execute(delete(NominationCountry).where(
            NominationCountry.nomination_id == nomination.id, NominationCountry.country.in_(gone)
        ))
    session.add_all(NominationCountry(nomination_id=nomination.id, country=code) for code in sorted(wanted - held))
    session.flush()


def store_section(
    session: Session, nomination_id: UUID, section: str, held: SectionAnswers | None, answers: Mapping[str, Any],
    by: UUID, now: datetime,
) -> SectionAnswers:
    """Store a section and its versions; the caller has locked the nomination."""
    before = SectionState(dict(held.answers), held.saved_at, held.saved_by_id) if held else None
    answer_versions.store_changes(session, nomination_id, before, SectionState(answers, now, by))
    if held is None:
        held = SectionAnswers(nomination_id=nomination_id, section=section, answers=dict(answers), saved_at=now,
                              saved_by_id=by)
        session.add(held)
    else:
        held.answers, held.saved_at, held.saved_by_id = dict(answers), now, by
    session.flush()
    session.add(SectionVersion(
        nomination_id=nomination_id, section=section, number=held.version, answers=dict(answers), saved_at=now,
        saved_by_id=by,
    ))
    session.flush()
    answer_versions.prune_sections(session, nomination_id, section, held.version)
    return held


def restore_submission(
    work: Work, nomination: Nomination, submission: Submission, category: Category, by: UUID
) -> None:
    """Reset the working copy to a submission, as far as `category` asks for it; unsent changes are kept as versions."""
    held_by = working_copy.load_sections(work.session, [nomination.id])[nomination.id]
    for section in category.sections:
        held = held_by.get(section.key)
        answers = progress.select_carried_answers(submission.answers, {}, section)
        if answers != (held.answers if held else {}):
            store_section(work.session, nomination.id, section.key, held, answers, by, work.now)
    snapshots = {snapshot["id"]: snapshot for snapshot in submission.attachments}
    for attachment in work.session.scalars(select(Attachment).where(Attachment.nomination_id == nomination.id)):
        if (as_it_was := snapshots.get(str(attachment.id))) is None:
            attachment.removed_at = attachment.removed_at or work.now
            continue
        attachment.removed_at = None
        for detail in DETAILS:
            setattr(attachment, detail, as_it_was[detail])
    work.session.flush()


def write_carried_answers(
    work: Work, nomination: Nomination, category: Category, carried: Mapping[str, Any]
) -> list[str]:
    """Write answers that were given elsewhere into a nomination; the keys of the questions written.

    The caller has locked the nomination. Answers to other questions than those of the category are left out. Raises
    `Invalid` for what cannot be stored.
    """
    if wrong := find_faults(carried):
        raise Invalid(**wrong)
    held = working_copy.load_sections(work.session, [nomination.id])[nomination.id]
    taken: list[str] = []
    for section in category.sections:
        mine = {question.key: carried[question.key] for question in section.questions
                if question.asked_from == "call" and not is_empty(carried.get(question.key))}
        stored = held.get(section.key)
        if mine:
            answers = {**(stored.answers if stored else {}), **mine}
            store_section(work.session, nomination.id, section.key, stored, answers, work.actor.account_id, work.now)
            taken += mine
    if taken:
        refresh(work, nomination)
    return taken


def find_faults(answers: Mapping[str, Any]) -> Faults:
    """The typed values that cannot be stored at all, by the name of their field: `question`, `.part`, `.row.part`."""
    faults: Faults = {}
    for name, value in _leaves(answers):
        if isinstance(value, str):
            fault = stored_text.fault(value, most=MOST_CHARACTERS)
        else:
            fault = ("too_many_rows", {"count": len(value), "most": MOST_ROWS})
        if fault:
            faults[name] = fault
    return faults


def _leaves(value: Any, name: str = ""):
    """Every typed text with the name of its field, and every list that is too long."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        if len(value) > MOST_ROWS:
            yield name, value
        for index, inner in enumerate(value):
            yield from _leaves(inner, name if isinstance(inner, str) else f"{name}.{index}")
