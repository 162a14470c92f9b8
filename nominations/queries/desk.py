"""The desk of a reviewer: the files routed to them, where each stands, and which one comes next.

Files they stepped aside from, were set aside from or own are not there at all, in no list and in no count.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from nominations.domain.vocabulary import (
    AssessmentState,
    ConflictAnswer,
    ConflictState,
    DeskState,
    State,
)
from nominations.models import (
    Assessment,
    Assignment,
    Conflict,
    Nomination,
    NominationCountry,
    Recusal,
    Round,
)
from nominations.work import Work


@dataclass(frozen=True, slots=True)
class DeskFile:
    """A file on the desk; `total` is there when the card is submitted."""

    id: UUID
    reference: str
    title: str
    language: str
    category: str
    countries: tuple[str, ...]
    round_id: UUID
    due_at: datetime
    round_open: bool
    state: DeskState
    total: Decimal | None
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Desk:
    """Every file of a reviewer, by reference."""

    files: tuple[DeskFile, ...]

    def count(self, *states: DeskState) -> int:
        return sum(each.state in states for each in self.files)

    @property
    def closes(self) -> tuple[tuple[str, datetime], ...]:
        """By when the scores of each category are due, for rounds that are open."""
        return tuple(sorted({(each.category, each.due_at) for each in self.files if each.round_open}))


def desk(work: Work, edition_id: UUID) -> Desk:
    """The actor's desk in an edition, in two statements."""
    countries: dict[UUID, list[str]] = {}
    rows = work.session.execute(_mine(work, edition_id)).all()
    named = work.session.execute(
        select(NominationCountry.nomination_id, NominationCountry.country)
        .join(Assignment, Assignment.nomination_id == NominationCountry.nomination_id)
        .where(Assignment.reviewer_id == work.actor.id, Assignment.removed_at.is_(None))
        .distinct().order_by(NominationCountry.nomination_id, NominationCountry.country)
    )
    for nomination_id, country in named:
        countries.setdefault(nomination_id, []).append(country)
    return Desk(tuple(_file(row, tuple(countries.get(row.id, ()))) for row in rows))


def next_file(work: Work, edition_id: UUID) -> UUID | None:
    """The unscored file with the fewest submitted reviews; equals in an order of this reviewer's own."""
    unscored = work.session.execute(
        _mine(work, edition_id).where(
            Round.closed_at.is_(None), or_(Conflict.state.is_(None), Conflict.state != ConflictState.OPEN),
            or_(Assessment.id.is_(None), Assessment.state != AssessmentState.SUBMITTED),
        )
    ).all()
    if not unscored:
        return None
    reviews = _reviews(work)
    return min(unscored, key=lambda each: (reviews.get((each.round_id, each.id), 0), _own(work, each.id))).id


def _own(work: Work, nomination_id: UUID) -> str:
    """Stable, and different for each reviewer, so that nobody always meets the same file first."""
    return hashlib.sha256(f"{work.actor.id}{nomination_id}".encode()).hexdigest()


def _reviews(work: Work) -> dict[tuple[UUID, UUID], int]:
    """How many reviews are in, of each file that this reviewer has not scored."""
    own = aliased(Assignment)
    scored = exists().where(Assessment.assignment_id == own.id, Assessment.state == AssessmentState.SUBMITTED)
    mine = select(own.nomination_id).where(own.reviewer_id == work.actor.id, own.removed_at.is_(None), ~scored)
    found = work.session.execute(
        select(Assignment.round_id, Assignment.nomination_id, func.count())
        .join(Assessment, Assessment.assignment_id == Assignment.id)
        .outerjoin(Recusal, and_(Recusal.nomination_id == Assignment.nomination_id,
                                 Recusal.reviewer_id == Assignment.reviewer_id))
        .where(Assignment.nomination_id.in_(mine), Assignment.removed_at.is_(None), Recusal.id.is_(None),
               Assessment.state == AssessmentState.SUBMITTED)
        .group_by(Assignment.round_id, Assignment.nomination_id)
    )
    return {(round_id, nomination_id): count for round_id, nomination_id, count in found}


def _mine(work: Work, edition_id: UUID) -> Select:
    """What the policy lets this reviewer see: the same facts that `find.case_of` gathers for one file."""
    later, later_round = aliased(Assignment), aliased(Round)
    newest = select(func.max(Conflict.number)).where(Conflict.assignment_id == Assignment.id).correlate(Assignment)
    stepped_aside = exists().where(
        Recusal.nomination_id == Assignment.nomination_id, Recusal.reviewer_id == Assignment.reviewer_id
    )
    in_a_newer_round = (
        exists().where(
            later.nomination_id == Assignment.nomination_id, later.reviewer_id == Assignment.reviewer_id,
            later.published_at.is_not(None), later.removed_at.is_(None), later_round.id == later.round_id,
            later_round.opened_at > Round.opened_at,
        )
    )
    return (
        select(
            Nomination.id, Nomination.reference, Nomination.title, Nomination.language, Nomination.category,
            Round.id.label("round_id"), Round.due_at, Round.closed_at, Conflict.answer,
            Conflict.state.label("decided"), Assessment.state.label("card"), Assessment.total, Assessment.saved_at,
        )
        .select_from(Assignment)
        .join(Round, Round.id == Assignment.round_id)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .outerjoin(Conflict, and_(Conflict.assignment_id == Assignment.id,
                                  Conflict.number == newest.scalar_subquery()))
        .outerjoin(Assessment, Assessment.assignment_id == Assignment.id)
        .where(
            Nomination.edition_id == edition_id, Nomination._state == State.ELIGIBLE,
            Nomination.owner_id != work.actor.id, Nomination.discarded_at.is_(None),
            Assignment.reviewer_id == work.actor.id, Assignment.published_at.is_not(None),
            Assignment.removed_at.is_(None), ~stepped_aside, ~in_a_newer_round,
            or_(Conflict.answer.is_(None), Conflict.answer != ConflictAnswer.REAL),
            or_(Conflict.state.is_(None), Conflict.state != ConflictState.CONFIRMED),
        )
        .order_by(Nomination.reference)
    )


def _file(row: Row, countries: tuple[str, ...]) -> DeskFile:
    state = _state(row.answer, row.decided, row.card)
    return DeskFile(
        row.id, row.reference, row.title, row.language, row.category, countries, row.round_id, row.due_at,
        row.closed_at is None, state, row.total if state is DeskState.SUBMITTED else None,
        row.saved_at if state in (DeskState.DRAFT, DeskState.SUBMITTED) else None,
    )


def _state(
    answer: ConflictAnswer | None, decided: ConflictState | None, card: AssessmentState | None
) -> DeskState:
    if answer is None:
        return DeskState.CONFLICT_FIRST
    if decided is ConflictState.OPEN:
        return DeskState.WAITING
    return DeskState.NOT_STARTED if card is None else DeskState(card.value)
