"""The scores of a round: one row per review, every criterion in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from nominations.access.queries import review_rules
from nominations.core.rules.errors import Refused
from nominations.core.rules.review_rules import ReviewFacts, ReviewStatus, status
from nominations.core.rules.vocabulary import (
    Action,
    AssessmentState,
    ConflictAnswer,
    ConflictKind,
    ConflictState,
    Recommendation,
    Refusal,
    Role,
    State,
)
from nominations.core.tables import (
    Account,
    Assessment,
    Assignment,
    Conflict,
    Mark,
    Nomination,
    NominationCountry,
    Recusal,
    Round,
    RoundFile,
)
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category, Edition
from nominations.rounds.queries import rounds

# The roles that may see who gave which score (decision 9).
KNOW_NAMES = frozenset({Role.HEAD, Role.AUDITOR, Role.SYSTEM})
BLOCK = 500


@dataclass(frozen=True, slots=True)
class ScoredRound:
    """A round with its edition and category; `interim` while it is open."""

    round: Round
    edition: Edition
    category: Category
    interim: bool


@dataclass(frozen=True, slots=True)
class RoundNomination:
    """A nomination of the round; `state` shows whether it was withdrawn or is otherwise no longer eligible."""

    id: UUID
    reference: str
    title: str
    state: State
    countries: tuple[str, ...]

    @property
    def is_eligible(self) -> bool:
        return self.state is State.ELIGIBLE


@dataclass(frozen=True, slots=True)
class RoundReview:
    """One published assignment and its review; marks and reasons are in the order of the category's criteria."""

    nomination_id: UUID
    reference: str
    title: str
    nomination_state: State
    reviewer_id: UUID
    assignment_id: UUID
    assessment_id: UUID | None
    removed_at: datetime | None
    recusal: ConflictKind | None
    answer: ConflictAnswer | None
    decided: ConflictState | None
    open_finding: bool
    state: AssessmentState | None
    recommendation: Recommendation | None
    submitted_at: datetime | None
    marks: tuple[int | None, ...]
    reasons: tuple[str, ...]

    @property
    def status(self) -> ReviewStatus:
        """Its status by the one rule; reviews of shadow reviewers are not among these."""
        return status(ReviewFacts(
            removed=self.removed_at is not None, eligible=self.nomination_state is State.ELIGIBLE,
            recusal=self.recusal is not None, answer=self.answer, decision=self.decided,
            open_finding=bool(self.open_finding),
            submitted=self.state is AssessmentState.SUBMITTED,
        ))

    @property
    def counted(self) -> bool:
        return self.status is ReviewStatus.COUNTED


def load(work: Work, round_id: UUID, *, to: Action = Action.SEE_SCORES) -> ScoredRound:
    """The round, if the actor may see its scores now."""
    round_ = rounds.one(work, round_id, to=to)
    edition = editions.by_id(work.session, round_.edition_id).edition
    return ScoredRound(round_, edition, edition.category(round_.category), round_.closed_at is None)


def list_nominations(work: Work, round_id: UUID) -> list[RoundNomination]:
    """The nominations of a round with their countries, by reference."""
    rows = work.session.execute(
        select(Nomination.id, Nomination.reference, Nomination.title, Nomination._state, NominationCountry.country)
        .join(RoundFile, RoundFile.nomination_id == Nomination.id)
        .outerjoin(NominationCountry, NominationCountry.nomination_id == Nomination.id)
        .where(RoundFile.round_id == round_id).order_by(Nomination.reference, NominationCountry.country)
    )
    nominations: dict[UUID, RoundNomination] = {}
    for id_, reference, title, state, country in rows:
        known = nominations.get(id_)
        countries = ((*known.countries, country) if known else (country,)) if country else ()
        nominations[id_] = RoundNomination(id_, reference, title, state, countries)
    return list(nominations.values())


def load_reviewer_names(work: Work, round_id: UUID) -> dict[UUID, str]:
    """The reviewers who were ever given a nomination of the round, with their names.

    In the order of their first assignment, so that their letters do not change when others join.
    """
    first = func.min(Assignment.made_at)
    rows = work.session.execute(
        select(Account.id, func.coalesce(func.nullif(Account.name, ""), Account.email))
        .join(Assignment, Assignment.reviewer_id == Account.id)
        .where(Assignment.round_id == round_id, _is_listed())
        .group_by(Account.id, Account.name, Account.email).order_by(first, Account.id)
    )
    return dict(rows.all())


def list_reviews(work: Work, scored: ScoredRound, nomination_id: UUID | None = None) -> Iterator[RoundReview]:
    """Every published review of the round, by nomination and reviewer: one statement, read in blocks."""
    query = _select_reviews(scored)
    if nomination_id is not None:
        query = query.where(Assignment.nomination_id == nomination_id)
    count = len(scored.category.criteria)
    fields = len(RoundReview.__dataclass_fields__) - 2
    result = work.session.execute(query, execution_options={"yield_per": BLOCK})
    for row in result:
        marks, reasons = row[fields:fields + count], row[fields + count:]
        values: list[Any] = [*row[:fields], tuple(marks), tuple(reason or "" for reason in reasons)]
        yield RoundReview(*values)


def _select_reviews(scored: ScoredRound) -> Select:
    """One join per criterion, each along the primary key of the marks."""
    marks = [aliased(Mark) for _ in scored.category.criteria]
    query = (
        select(
            Nomination.id, Nomination.reference, Nomination.title, Nomination._state, Assignment.reviewer_id,
            Assignment.id, Assessment.id, Assignment.removed_at, Recusal.kind, Conflict.answer, Conflict.state,
            review_rules.has_open_finding(Assignment.nomination_id, Assignment.reviewer_id), Assessment.state,
            Assessment.recommendation, Assessment.submitted_at,
            *(mark.score for mark in marks), *(mark.reason for mark in marks),
        )
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .outerjoin(Assessment, Assessment.assignment_id == Assignment.id)
        .outerjoin(Recusal, review_rules.recusal_of())
        .outerjoin(Conflict, review_rules.newest_declaration())
        .where(Assignment.round_id == scored.round.id, _is_listed())
        .order_by(Nomination.reference, Assignment.reviewer_id, Assignment.made_at, Assignment.id)
    )
    for criterion, mark in zip(scored.category.criteria, marks, strict=True):
        query = query.outerjoin(mark, and_(mark.assessment_id == Assessment.id, mark.criterion == criterion.key))
    return query


def _is_listed() -> ColumnElement[bool]:
    """An assignment that was ever published, unless to a shadow reviewer: they are never named."""
    shadow = review_rules.is_shadow(Assignment.round_id, Assignment.reviewer_id)
    return and_(Assignment.published_at.is_not(None), ~shadow)


def load_nomination(work: Work, scored: ScoredRound, nomination_id: UUID) -> RoundNomination:
    """One nomination of the round; raises `Refused` where it takes no part in it."""
    for nomination in list_nominations(work, scored.round.id):
        if nomination.id == nomination_id:
            return nomination
    raise Refused(Refusal.NOT_FOUND)


def may_name(work: Work) -> bool:
    """Whether the actor may read reviewers' names beside their scores."""
    return work.actor.role in KNOW_NAMES
