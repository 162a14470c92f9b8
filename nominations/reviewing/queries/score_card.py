"""One file in the hands of its reviewer: the submission that counts, their declaration, their own card."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import (
    Advice,
    Assessment,
    AssessmentVersion,
    Mark,
    NotApplicable,
)
from nominations.core.work import Work
from nominations.editions.rules.edition import Category
from nominations.reviewing.rules.cards import LEFT_OUT, TypedCard
from nominations.rounds.queries.assigned_files import AssignedFile


@dataclass(frozen=True, slots=True)
class Sheet:
    """The actor's own card as it stands; version 0 is one that was never saved."""

    assessment: Assessment | None
    typed: TypedCard

    @property
    def version(self) -> int:
        return self.assessment.version if self.assessment else 0


def sheet(session: Session, assignment_id: UUID) -> Sheet:
    """The card of an assignment."""
    found = session.scalars(
        select(Assessment).where(Assessment.assignment_id == assignment_id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        return Sheet(None, TypedCard())
    marks = session.scalars(
        select(Mark).where(Mark.assessment_id == found.id).execution_options(populate_existing=True)
    ).all()
    left_out = session.scalars(select(NotApplicable.criterion).where(NotApplicable.assessment_id == found.id)).all()
    advice = session.get(Advice, found.id, populate_existing=True) or Advice(for_applicant="", needs_visit=False)
    scores = {mark.criterion: "" if mark.score is None else str(mark.score) for mark in marks}
    return Sheet(found, TypedCard(
        scores | dict.fromkeys(left_out, LEFT_OUT), {mark.criterion: mark.reason for mark in marks},
        found.comment, found.strength, found.weakness, found.confidential_note, found.recommendation or "",
        advice.for_applicant, str(advice.confidence or ""), "yes" if advice.needs_visit else "",
    ))


def may_be_left_out(category: Category) -> frozenset[str]:
    """The criteria that a reviewer may say do not apply to a file."""
    return frozenset(each.key for each in category.criteria if each.may_be_left_out)


def versions(work: Work, of: AssignedFile) -> list[AssessmentVersion]:
    """Every version of the actor's own card, the newest first."""
    return list(work.session.scalars(
        select(AssessmentVersion).join(Assessment, Assessment.id == AssessmentVersion.assessment_id)
        .where(Assessment.assignment_id == of.assignment.id).order_by(AssessmentVersion.number.desc())
    ))


def as_typed(content: Mapping[str, Any]) -> TypedCard:
    """The card that a kept version holds."""
    marks = content["marks"]
    scores = {key: "" if mark["score"] is None else str(mark["score"]) for key, mark in marks.items()}
    return TypedCard(
        scores | dict.fromkeys(content.get("left_out", ()), LEFT_OUT),
        {key: mark["reason"] for key, mark in marks.items()},
        content["comment"], content["strength"], content["weakness"], content["note"], content["recommendation"] or "",
        content.get("for_applicant", ""), content.get("confidence", ""), content.get("needs_visit", ""),
    )
