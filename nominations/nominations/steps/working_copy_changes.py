"""What every change of a working copy leaves behind: what lists show of it, and whether it differs from what is in."""

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
from nominations.nominations.steps.answer_versions import Standing

# The most characters one typed value may have: what an edition's own limit forbids is kept and told, this is refused.
MOST_CHARACTERS = 40_000
MOST_ROWS = 60

Faults = dict[str, tuple[str, dict[str, object]]]


def desk(edition: Edition, nomination: Nomination) -> str:
    """Where the secretariat finds a nomination, for its letters."""
    return f"/{edition.code}/secretariat/nominations/{nomination.id}"


def refresh(work: Work, nomination: Nomination) -> WorkingCopy:
    """Bring the list's columns and the mark "changed since" up to date after a change; the copy as it stands now."""
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
    """Let lists show the title, language and countries of this copy."""
    nomination, answers = copy.nomination, copy.answers
    nomination.title = headlines.title(copy.category, answers)
    nomination.language = headlines.language(answers)
    wanted = set(headlines.countries(copy.category, answers))
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
    """Store a section and keep what it was as versions besides; the caller has locked the nomination."""
    before = Standing(dict(held.answers), held.saved_at, held.saved_by_id) if held else None
    answer_versions.keep(session, nomination_id, before, Standing(answers, now, by))
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


def as_submitted(
    work: Work, nomination: Nomination, submission: Submission, category: Category, by: UUID
) -> None:
    """Make the working copy what was handed in, as far as `category` asks for it; unsent changes stay as versions."""
    held_by = working_copy.sections(work.session, [nomination.id])[nomination.id]
    for section in category.sections:
        held = held_by.get(section.key)
        answers = progress.travelling(submission.answers, {}, section)
        if answers != (held.answers if held else {}):
            store_section(work.session, nomination.id, section.key, held, answers, by, work.now)
    kept = {each["id"]: each for each in submission.attachments}
    for row in work.session.scalars(select(Attachment).where(Attachment.nomination_id == nomination.id)):
        if (as_it_was := kept.get(str(row.id))) is None:
            row.removed_at = row.removed_at or work.now
            continue
        row.removed_at = None
        for detail in DETAILS:
            setattr(row, detail, as_it_was[detail])
    work.session.flush()


def carry(work: Work, nomination: Nomination, category: Category, given: Mapping[str, Any]) -> list[str]:
    """Write answers that were given elsewhere into a nomination whose row is locked; which questions took them.

    Only questions of the category's form are written; raises `Invalid` for what cannot be stored at all.
    """
    if wrong := find_faults(given):
        raise Invalid(**wrong)
    held = working_copy.sections(work.session, [nomination.id])[nomination.id]
    taken: list[str] = []
    for section in category.sections:
        mine = {each.key: given[each.key] for each in section.questions
                if each.asked_from == "call" and not is_empty(given.get(each.key))}
        stands = held.get(section.key)
        if mine:
            answers = {**(stands.answers if stands else {}), **mine}
            store_section(work.session, nomination.id, section.key, stands, answers, work.actor.account_id, work.now)
            taken += mine
    if taken:
        refresh(work, nomination)
    return taken


def find_faults(answers: Mapping[str, Any]) -> Faults:
    """The typed values that cannot be stored at all, by the name of their field: `question`, `.part`, `.row.part`."""
    found: Faults = {}
    for name, value in _leaves(answers):
        if isinstance(value, str):
            fault = stored_text.fault(value, most=MOST_CHARACTERS)
        else:
            fault = ("too_many_rows", {"count": len(value), "most": MOST_ROWS})
        if fault:
            found[name] = fault
    return found


def _leaves(value: Any, name: str = ""):
    """Every typed text with the name of its field; a list that is too long comes as itself."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _leaves(each, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        if len(value) > MOST_ROWS:
            yield name, value
        for row, each in enumerate(value):
            yield from _leaves(each, name if isinstance(each, str) else f"{name}.{row}")
