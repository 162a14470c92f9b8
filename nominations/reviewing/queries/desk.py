"""The desk of a reviewer: the files assigned to them, the state of each, and which one comes next.

Files from which they are recused, or which are their own, are in no list and in no count.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from nominations.access.queries import review_rules
from nominations.core.rules.review_rules import is_undecided
from nominations.core.rules.vocabulary import AssessmentState, ConflictAnswer, ConflictState, DeskState
from nominations.core.tables import (
    Assessment,
    Assignment,
    Conflict,
    Nomination,
    NominationCountry,
    Round,
    SetAside,
    Submission,
)
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import blind, reviewer_copies


@dataclass(frozen=True, slots=True)
class DeskFile:
    """A file on the desk; `total` is set once the card is submitted."""

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
    assignment_id: UUID
    pages: int | None = None
    files: int = 0
    nameless: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Every file of a reviewer, by reference."""

    files: tuple[DeskFile, ...]

    def count(self, *states: DeskState) -> int:
        return sum(file.state in states for file in self.files)

    def of(self, *states: DeskState) -> tuple[DeskFile, ...]:
        return tuple(file for file in self.files if file.state in states)

    @property
    def open_rounds(self) -> tuple[tuple[UUID, str], ...]:
        """The rounds that are open, by category."""
        return tuple(sorted({(file.round_id, file.category) for file in self.files if file.round_open},
                            key=lambda pair: (pair[1], pair[0])))

    @property
    def closes(self) -> tuple[tuple[str, datetime], ...]:
        """By when the scores of each category are due, for rounds that are open."""
        return tuple(sorted({(file.category, file.due_at) for file in self.files if file.round_open}))


def load_desk(work: Work, edition_id: UUID) -> Desk:
    """The actor's desk in an edition, in three statements."""
    countries: dict[UUID, list[str]] = {}
    files = work.session.execute(_select_own_files(work, edition_id)).all()
    named = work.session.execute(
        select(NominationCountry.nomination_id, NominationCountry.country)
        .join(Assignment, Assignment.nomination_id == NominationCountry.nomination_id)
        .where(Assignment.reviewer_id == work.actor.id, Assignment.removed_at.is_(None))
        .distinct().order_by(NominationCountry.nomination_id, NominationCountry.country)
    )
    for nomination_id, country in named:
        countries.setdefault(nomination_id, []).append(country)
    attached = _load_attachments(work, edition_id, [row.id for row in files])
    return Desk(tuple(
        _file(row, tuple(countries.get(row.id, ())), attached.get(row.id, ())) for row in files
    ))


def _load_attachments(work: Work, edition_id: UUID, ids: list[UUID]) -> dict[UUID, list[Mapping[str, Any]]]:
    """The attachments of each file that a reviewer may see, as reviewers get them."""
    edition = editions.by_id(work.session, edition_id).edition
    submissions = work.session.execute(
        select(Submission.nomination_id, Submission.category, Submission.attachments)
        .join(Nomination, Nomination.submission_id == Submission.id).where(Nomination.id.in_(ids))
        .order_by(Submission.nomination_id)
    )
    standing = reviewer_copies.load_standing(work.session, ids)
    return {
        nomination_id: [
            attachment for attachment in reviewer_copies.as_reviewers_have(attachments, standing)
            if edition.category(category).attachment(attachment["kind"]).may_be_seen_by(work.actor.role.value)
        ]
        for nomination_id, category, attachments in submissions
    }


@dataclass(frozen=True, slots=True)
class DeskFilters:
    """Which files of the desk to list: in one state, of one category; empty for all."""

    state: str = ""
    category: str = ""

    def holds(self, file: DeskFile) -> bool:
        return self.state in ("", file.state.value) and self.category in ("", file.category)


def find_next_file(
    work: Work, edition_id: UUID, filters: DeskFilters = DeskFilters(), but: UUID | None = None
) -> UUID | None:
    """The unscored file with the fewest submitted reviews among those that match, another one than `but`.

    Files that were set aside come after all others; equal ones in an order of this reviewer's own.
    """
    files = work.session.execute(
        _select_own_files(work, edition_id).where(
            Round.closed_at.is_(None), ~review_rules.is_undecided(),
            or_(Assessment.id.is_(None), Assessment.state != AssessmentState.SUBMITTED),
        )
    ).all()
    unscored = [row for row in files if row.id != but and filters.holds(_file(row))]
    if not unscored:
        return None
    reviews = _count_reviews(work)
    return min(unscored, key=lambda row: (
        row.set_aside_at is not None, reviews.get((row.round_id, row.id), 0), own_order(work, row.id)
    )).id


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The files before and after one in a list of the desk."""

    previous: UUID | None
    next: UUID | None
    number: int
    total: int


def find_neighbours(work: Work, edition_id: UUID, filters: DeskFilters, nomination_id: UUID) -> Neighbours:
    """The place of a file in the filtered list, by reference; one that does not match is counted in all the same."""
    files = work.session.execute(_select_own_files(work, edition_id)).all()
    listed = [row.id for row in files if row.id == nomination_id or filters.holds(_file(row))]
    at = listed.index(nomination_id)
    return Neighbours(
        listed[at - 1] if at else None, listed[at + 1] if at + 1 < len(listed) else None, at + 1, len(listed)
    )


def own_order(work: Work, nomination_id: UUID) -> str:
    """A key to sort by: stable, and different for each reviewer, so that not all begin with the same file."""
    return hashlib.sha256(f"{work.actor.id}{nomination_id}".encode()).hexdigest()


def _count_reviews(work: Work) -> dict[tuple[UUID, UUID], int]:
    """How many reviews count, of each file that this reviewer has not scored."""
    own = aliased(Assignment)
    scored = exists().where(Assessment.assignment_id == own.id, Assessment.state == AssessmentState.SUBMITTED)
    mine = select(own.nomination_id).where(own.reviewer_id == work.actor.id, own.removed_at.is_(None), ~scored)
    counts = work.session.execute(
        select(Assignment.round_id, Assignment.nomination_id, func.count())
        .where(Assignment.nomination_id.in_(mine), review_rules.is_counted())
        .group_by(Assignment.round_id, Assignment.nomination_id)
    )
    return {(round_id, nomination_id): count for round_id, nomination_id, count in counts}


def _select_own_files(work: Work, edition_id: UUID) -> Select:
    """The files that this reviewer may see, with the columns of `DeskFile`."""
    return (
        select(
            Nomination.id, Nomination.reference,
            case((blind.is_blind(Round.id), Nomination.reference), else_=Nomination.title).label("title"),
            Nomination.language, Nomination.category, Round.id.label("round_id"), Round.due_at, Round.closed_at,
            Conflict.answer, Conflict.state.label("decided"),
            review_rules.has_open_finding(Nomination.id, work.actor.id).label("open_finding"),
            Assessment.state.label("card"), Assessment.total, Assessment.saved_at, SetAside.at.label("set_aside_at"),
            Assignment.id.label("assignment_id"), blind.is_blind(Round.id).label("nameless"),
        )
        .select_from(Assignment)
        .join(Round, Round.id == Assignment.round_id)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .outerjoin(Conflict, review_rules.newest_declaration())
        .outerjoin(Assessment, Assessment.assignment_id == Assignment.id)
        .outerjoin(SetAside, SetAside.assignment_id == Assignment.id)
        .where(
            Nomination.edition_id == edition_id, Assignment.reviewer_id == work.actor.id,
            review_rules.visible_to_reviewer(),
        )
        .order_by(Nomination.reference)
    )


def _file(row: Row, countries: tuple[str, ...] = (), attached: Sequence[Mapping[str, Any]] = ()) -> DeskFile:
    state = _state(row.answer, row.decided, row.card, open_finding=row.open_finding, aside=row.set_aside_at is not None)
    pages = [attachment["pages"] for attachment in attached if attachment.get("pages")]
    return DeskFile(
        row.id, row.reference, row.title, row.language, row.category, countries, row.round_id, row.due_at,
        row.closed_at is None, state, row.total if state is DeskState.SUBMITTED else None,
        row.saved_at if state in (DeskState.DRAFT, DeskState.SET_ASIDE, DeskState.SUBMITTED) else None,
        row.assignment_id, sum(pages) if pages else None, len(attached), bool(row.nameless),
    )


def _state(
    answer: ConflictAnswer | None, decided: ConflictState | None, card: AssessmentState | None, *, open_finding: bool,
    aside: bool,
) -> DeskState:
    if answer is None:
        return DeskState.CONFLICT_FIRST
    if is_undecided(open_finding=open_finding, answer=answer, decision=decided):
        return DeskState.WAITING
    if aside and card is not AssessmentState.SUBMITTED:
        return DeskState.SET_ASIDE
    return DeskState.NOT_STARTED if card is None else DeskState(card.value)
