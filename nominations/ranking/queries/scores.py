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

# Whoever may know who gave which score (decision 9).
KNOW_NAMES = frozenset({Role.HEAD, Role.AUDITOR, Role.SYSTEM})
BLOCK = 500


@dataclass(frozen=True, slots=True)
class Scored:
    """A round as its scores are read: the edition's category, and who asks."""

    round: Round
    edition: Edition
    category: Category
    interim: bool


@dataclass(frozen=True, slots=True)
class File:
    """A file of the round; withdrawn ones and others that left are told by their state."""

    id: UUID
    reference: str
    title: str
    state: State
    countries: tuple[str, ...]

    @property
    def stands(self) -> bool:
        return self.state is State.ELIGIBLE


@dataclass(frozen=True, slots=True)
class Review:
    """One published assignment and what came of it; marks and reasons are in the order of the category's criteria."""

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
    found: bool
    state: AssessmentState | None
    recommendation: Recommendation | None
    submitted_at: datetime | None
    marks: tuple[int | None, ...]
    reasons: tuple[str, ...]

    @property
    def status(self) -> ReviewStatus:
        """What has become of it, by the one rule; who reads along is not among these reviews."""
        return status(ReviewFacts(
            removed=self.removed_at is not None, eligible=self.nomination_state is State.ELIGIBLE,
            recusal=self.recusal is not None, answer=self.answer, decision=self.decided, open_finding=bool(self.found),
            submitted=self.state is AssessmentState.SUBMITTED,
        ))

    @property
    def counted(self) -> bool:
        return self.status is ReviewStatus.COUNTED


def load(work: Work, round_id: UUID, *, to: Action = Action.SEE_SCORES) -> Scored:
    """The round, if the actor may see its scores now."""
    found = rounds.one(work, round_id, to=to)
    edition = editions.by_id(work.session, found.edition_id).edition
    return Scored(found, edition, edition.category(found.category), found.closed_at is None)


def files(work: Work, round_id: UUID) -> list[File]:
    """The files of a round with their countries, by reference."""
    rows = work.session.execute(
        select(Nomination.id, Nomination.reference, Nomination.title, Nomination._state, NominationCountry.country)
        .join(RoundFile, RoundFile.nomination_id == Nomination.id)
        .outerjoin(NominationCountry, NominationCountry.nomination_id == Nomination.id)
        .where(RoundFile.round_id == round_id).order_by(Nomination.reference, NominationCountry.country)
    )
    found: dict[UUID, File] = {}
    for id_, reference, title, state, country in rows:
        known = found.get(id_)
        countries = ((*known.countries, country) if known else (country,)) if country else ()
        found[id_] = File(id_, reference, title, state, countries)
    return list(found.values())


def reviewers(work: Work, round_id: UUID) -> dict[UUID, str]:
    """Everybody to whom a file of the round was ever published, with their names.

    In the order in which they were first asked, so that the letters that stand for them stay when others join.
    """
    first = func.min(Assignment.made_at)
    rows = work.session.execute(
        select(Account.id, func.coalesce(func.nullif(Account.name, ""), Account.email))
        .join(Assignment, Assignment.reviewer_id == Account.id)
        .where(Assignment.round_id == round_id, _is_listed())
        .group_by(Account.id, Account.name, Account.email).order_by(first, Account.id)
    )
    return dict(rows.all())


def reviews(work: Work, of: Scored, nomination_id: UUID | None = None) -> Iterator[Review]:
    """Every published review of the round, by file and reviewer: one statement, read in blocks."""
    query = _reviews(of)
    if nomination_id is not None:
        query = query.where(Assignment.nomination_id == nomination_id)
    count = len(of.category.criteria)
    fields = len(Review.__dataclass_fields__) - 2
    result = work.session.execute(query, execution_options={"yield_per": BLOCK})
    for row in result:
        marks, reasons = row[fields:fields + count], row[fields + count:]
        told: list[Any] = [*row[:fields], tuple(marks), tuple(each or "" for each in reasons)]
        yield Review(*told)


def _reviews(of: Scored) -> Select:
    """One join per criterion, each along the primary key of the marks."""
    marks = [aliased(Mark) for _ in of.category.criteria]
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
        .where(Assignment.round_id == of.round.id, _is_listed())
        .order_by(Nomination.reference, Assignment.reviewer_id, Assignment.made_at, Assignment.id)
    )
    for criterion, mark in zip(of.category.criteria, marks, strict=True):
        query = query.outerjoin(mark, and_(mark.assessment_id == Assessment.id, mark.criterion == criterion.key))
    return query


def _is_listed() -> ColumnElement[bool]:
    """An assignment that was ever published, though not to somebody who reads along: they are never named."""
    shadow = review_rules.is_shadow(Assignment.round_id, Assignment.reviewer_id)
    return and_(Assignment.published_at.is_not(None), ~shadow)


def file_of(work: Work, of: Scored, nomination_id: UUID) -> File:
    """One file of the round; raises `Refused` where it takes no part in it."""
    for each in files(work, of.round.id):
        if each.id == nomination_id:
            return each
    raise Refused(Refusal.NOT_FOUND)


def may_name(work: Work) -> bool:
    """Whether the actor may read reviewers' names beside their scores."""
    return work.actor.role in KNOW_NAMES
