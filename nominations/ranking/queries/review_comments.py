"""What stands beside the scores of a round: words of the reviewers, who stepped aside, what a report is sealed with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, false, func, select

from nominations.access.queries import review_rules
from nominations.core.rules.vocabulary import ConflictKind, Role
from nominations.core.tables import (
    Advice,
    Assessment,
    AssessmentVersion,
    Assignment,
    Nomination,
    OpenEdition,
    Recusal,
    RoundFile,
)
from nominations.core.work import Work
from nominations.ranking.queries.scores import Scored
from nominations.rounds.queries.shadows import shadows


@dataclass(frozen=True, slots=True)
class ReviewText:
    """What a reviewer wrote beside the marks."""

    comment: str
    strength: str
    weakness: str
    confidential_note: str
    for_applicant: str
    confidence: int | None  # in three steps, where the reviewer said it
    needs_visit: bool
    version: int


def review_texts(work: Work, of: Scored, nomination_id: UUID | None = None) -> dict[UUID, ReviewText]:
    """The words of every review that counts, of a round or of one file, by assessment."""
    versions = (
        select(func.count()).where(AssessmentVersion.assessment_id == Assessment.id, AssessmentVersion.submitted)
        .correlate(Assessment).scalar_subquery()
    )
    query = (
        select(Assessment.id, Assessment.comment, Assessment.strength, Assessment.weakness,
               Assessment.confidential_note, func.coalesce(Advice.for_applicant, ""), Advice.confidence,
               func.coalesce(Advice.needs_visit, false()), versions)
        .join(Assignment, Assignment.id == Assessment.assignment_id)
        .outerjoin(Advice, Advice.assessment_id == Assessment.id)
        .where(Assignment.round_id == of.round.id, review_rules.counted())
    )
    if nomination_id is not None:
        query = query.where(Assignment.nomination_id == nomination_id)
    return {
        assessment_id: ReviewText(
            comment, strength, weakness, note, for_applicant, confidence, needs_visit, max(1, submissions)
        )
        for assessment_id, comment, strength, weakness, note, for_applicant, confidence, needs_visit, submissions
        in work.session.execute(query)
    }


@dataclass(frozen=True, slots=True)
class Aside:
    """A recusal from a file of the round, or an assignment that was taken away after it was published."""

    reference: str
    reviewer_id: UUID
    kind: ConflictKind | None  # None: the assignment was removed
    by_reviewer: bool
    at: datetime


def asides(work: Work, of: Scored) -> list[Aside]:
    """Whose reviews do not count although they were asked, by file."""
    recused = work.session.execute(
        select(Nomination.reference, Recusal.reviewer_id, Recusal.kind, Recusal.declared_by_reviewer, Recusal.at)
        .join(Nomination, Nomination.id == Recusal.nomination_id)
        .join(RoundFile, and_(RoundFile.nomination_id == Nomination.id, RoundFile.round_id == of.round.id))
    )
    shadow = review_rules.is_shadow(Assignment.round_id, Assignment.reviewer_id)
    removed = work.session.execute(
        select(Nomination.reference, Assignment.reviewer_id, Assignment.removed_at)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .where(Assignment.round_id == of.round.id, Assignment.published_at.is_not(None),
               Assignment.removed_at.is_not(None), ~shadow)
    )
    reads_along = shadows(work.session, of.round.id)
    found = [Aside(*row) for row in recused] + [
        Aside(reference, reviewer_id, None, False, at) for reference, reviewer_id, at in removed if at
    ]
    found = [each for each in found if each.reviewer_id not in reads_along]
    return sorted(found, key=lambda each: (each.reference, each.at, each.reviewer_id))


def rule_set(work: Work, of: Scored) -> str:
    """The edition's code and the beginning of the hash of its content: what a score was made by."""
    sha256 = work.session.scalars(select(OpenEdition.sha256).where(OpenEdition.id == of.round.edition_id)).one()
    return f"{of.edition.code} · {of.edition.scoring.version} · {sha256[:12]}"


def may_read_notes(work: Work) -> bool:
    """Whether the actor may read the notes that reviewers wrote for the chair alone."""
    return work.actor.role is Role.CHAIR
