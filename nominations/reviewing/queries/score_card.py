"""A reviewer's own card of a file, and its earlier versions."""

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
    """The actor's own stored card; version 0 is one that was never saved."""

    assessment: Assessment | None
    typed: TypedCard

    @property
    def version(self) -> int:
        return self.assessment.version if self.assessment else 0


def load_sheet(session: Session, assignment_id: UUID) -> Sheet:
    """The card of an assignment."""
    assessment = session.scalars(
        select(Assessment).where(Assessment.assignment_id == assignment_id).execution_options(populate_existing=True)
    ).one_or_none()
    if assessment is None:
        return Sheet(None, TypedCard())
    marks = session.scalars(
        select(Mark).where(Mark.assessment_id == assessment.id).execution_options(populate_existing=True)
    ).all()
    left_out = session.scalars(
        select(NotApplicable.criterion).where(NotApplicable.assessment_id == assessment.id)
    ).all()
    advice = session.get(Advice, assessment.id, populate_existing=True) or Advice(for_applicant="", needs_visit=False)
    scores = {mark.criterion: "" if mark.score is None else str(mark.score) for mark in marks}
    return Sheet(assessment, TypedCard(
        scores | dict.fromkeys(left_out, LEFT_OUT), {mark.criterion: mark.reason for mark in marks},
        assessment.comment, assessment.strength, assessment.weakness, assessment.confidential_note,
        assessment.recommendation or "",
        advice.for_applicant, str(advice.confidence or ""), "yes" if advice.needs_visit else "",
    ))


def optional_criteria(category: Category) -> frozenset[str]:
    """The criteria that a reviewer may leave out as not applicable."""
    return frozenset(criterion.key for criterion in category.criteria if criterion.may_be_left_out)


def list_versions(work: Work, of: AssignedFile) -> list[AssessmentVersion]:
    """Every version of the actor's own card, the newest first."""
    return list(work.session.scalars(
        select(AssessmentVersion).join(Assessment, Assessment.id == AssessmentVersion.assessment_id)
        .where(Assessment.assignment_id == of.assignment.id).order_by(AssessmentVersion.number.desc())
    ))


def restore_card(content: Mapping[str, Any]) -> TypedCard:
    """The card from the content of a stored version."""
    marks = content["marks"]
    scores = {key: "" if mark["score"] is None else str(mark["score"]) for key, mark in marks.items()}
    return TypedCard(
        scores | dict.fromkeys(content.get("left_out", ()), LEFT_OUT),
        {key: mark["reason"] for key, mark in marks.items()},
        content["comment"], content["strength"], content["weakness"], content["note"], content["recommendation"] or "",
        content.get("for_applicant", ""), content.get("confidence", ""), content.get("needs_visit", ""),
    )
