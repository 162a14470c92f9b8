"""What belongs to the scores of a round: reviewers' comments, recusals, and the rules that the scores were made by."""

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
from nominations.ranking.queries.scores import ScoredRound
from nominations.rounds.queries.shadows import list_shadows


@dataclass(frozen=True, slots=True)
class ReviewText:
    """What a reviewer wrote with the marks."""

    comment: str
    strength: str
    weakness: str
    confidential_note: str
    for_applicant: str
    confidence: int | None  # 1 to 3, where the reviewer gave it
    needs_visit: bool
    version: int


def load_review_texts(work: Work, scored: ScoredRound, nomination_id: UUID | None = None) -> dict[UUID, ReviewText]:
    """The texts of every review that counts, of a round or of one nomination, by assessment."""
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
        .where(Assignment.round_id == scored.round.id, review_rules.is_counted())
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
class Exclusion:
    """A recusal from a nomination of the round, or an assignment that was removed after it was published."""

    reference: str
    reviewer_id: UUID
    kind: ConflictKind | None  # None: the assignment was removed
    by_reviewer: bool
    at: datetime


def list_exclusions(work: Work, scored: ScoredRound) -> list[Exclusion]:
    """The reviewers who were assigned a nomination and whose reviews do not count, by nomination."""
    recused = work.session.execute(
        select(Nomination.reference, Recusal.reviewer_id, Recusal.kind, Recusal.declared_by_reviewer, Recusal.at)
        .join(Nomination, Nomination.id == Recusal.nomination_id)
        .join(RoundFile, and_(RoundFile.nomination_id == Nomination.id, RoundFile.round_id == scored.round.id))
    )
    shadow = review_rules.is_shadow(Assignment.round_id, Assignment.reviewer_id)
    removed = work.session.execute(
        select(Nomination.reference, Assignment.reviewer_id, Assignment.removed_at)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .where(Assignment.round_id == scored.round.id, Assignment.published_at.is_not(None),
               Assignment.removed_at.is_not(None), ~shadow)
    )
    shadow_ids = list_shadows(work.session, scored.round.id)
    exclusions = [Exclusion(*row) for row in recused] + [
        Exclusion(reference, reviewer_id, None, False, at) for reference, reviewer_id, at in removed if at
    ]
    exclusions = [exclusion for exclusion in exclusions if exclusion.reviewer_id not in shadow_ids]
    return sorted(exclusions, key=lambda exclusion: (exclusion.reference, exclusion.at, exclusion.reviewer_id))


def load_rule_set(work: Work, scored: ScoredRound) -> str:
    """The rules that a score was made by: the edition's code, its scoring version, the start of its hash."""
    sha256 = work.session.scalars(select(OpenEdition.sha256).where(OpenEdition.id == scored.round.edition_id)).one()
    return f"{scored.edition.code} · {scored.edition.scoring.version} · {sha256[:12]}"


def may_read_notes(work: Work) -> bool:
    """Whether the actor may read the notes that reviewers wrote for the chair alone."""
    return work.actor.role is Role.CHAIR
