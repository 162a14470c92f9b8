"""Versions of each answer: the last fifty, written whenever a section is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from nominations.core.tables import AnswerVersion, SectionVersion
from nominations.nominations.rules.versions import goes_on, is_one_stretch

MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class SectionState:
    """The answers of a section, when they were saved and by whom."""

    answers: Mapping[str, Any]
    at: datetime
    by: UUID


def store_changes(session: Session, nomination_id: UUID, before: SectionState | None, after: SectionState) -> None:
    """Store a version of each answer that changed; continued typing replaces the version it continues.

    An answer from before versions were kept becomes the first version. The caller has locked the nomination.
    """
    stood = before.answers if before else {}
    changed = sorted(key for key in stood.keys() | after.answers.keys() if stood.get(key) != after.answers.get(key))
    newest = _newest(session, nomination_id, changed)
    for key in changed:
        last = newest.get(key)
        if last is None and before is not None and key in stood:
            last = _add(session, nomination_id, key, 1, stood[key], before)
        answer = after.answers.get(key)
        if (last is not None and last.saved_by_id == after.by and is_one_stretch(last.began_at, after.at)
                and goes_on(last.answer, answer)):
            last.answer, last.saved_at = answer, after.at
        else:
            newest[key] = _add(session, nomination_id, key, last.number + 1 if last else 1, answer, after)
    session.flush()
    _prune(session, nomination_id, {key: newest[key].number for key in changed if key in newest})


def prune_sections(session: Session, nomination_id: UUID, section: str, newest: int) -> None:
    """Delete versions of a whole section beyond the last fifty."""
    session.execute(delete(SectionVersion).where(
        SectionVersion.nomination_id == nomination_id, SectionVersion.section == section,
        SectionVersion.number <= newest - MOST_VERSIONS,
    ))


def _newest(session: Session, nomination_id: UUID, keys: list[str]) -> dict[str, AnswerVersion]:
    numbers = (
        select(AnswerVersion.question, func.max(AnswerVersion.number).label("number"))
        .where(AnswerVersion.nomination_id == nomination_id, AnswerVersion.question.in_(keys))
        .group_by(AnswerVersion.question).subquery()
    )
    versions = session.scalars(select(AnswerVersion).join(numbers, and_(
        AnswerVersion.question == numbers.c.question, AnswerVersion.number == numbers.c.number
    )).where(AnswerVersion.nomination_id == nomination_id))
    return {version.question: version for version in versions}


def _add(session: Session, nomination_id: UUID, key: str, number: int, answer: Any, of: SectionState) -> AnswerVersion:
    version = AnswerVersion(nomination_id=nomination_id, question=key, number=number, answer=answer, began_at=of.at,
                         saved_at=of.at, saved_by_id=of.by)
    session.add(version)
    return version


def _prune(session: Session, nomination_id: UUID, newest: Mapping[str, int]) -> None:
    if over := [and_(AnswerVersion.question == key, AnswerVersion.number <= number - MOST_VERSIONS)
                for key, number in newest.items() if number > MOST_VERSIONS]:
        session.execute(delete(AnswerVersion).where(AnswerVersion.nomination_id == nomination_id, or_(*over)))
