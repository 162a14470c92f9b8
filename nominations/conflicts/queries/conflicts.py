"""The register of conflicts: what reviewers declared about nominations assigned to them, and all recusals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from nominations.access.queries import policy_facts, review_rules
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import (
    Action,
    ConflictAnswer,
    ConflictKind,
    ConflictState,
    Refusal,
    Role,
    RoundCode,
)
from nominations.core.tables import Account, Assignment, Conflict, Grant, Nomination, Recusal, Round, WithdrawnRecusal
from nominations.core.work import Work

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration; `newest` says whether it is the one that counts. `by` is who decided it."""

    id: UUID
    round_id: UUID
    round: RoundCode
    nomination_id: UUID
    reference: str
    title: str
    reviewer_id: UUID
    reviewer: str
    answer: ConflictAnswer
    kind: ConflictKind | None
    words: str
    text_version: str
    declared_at: datetime
    state: ConflictState | None
    decided_at: datetime | None
    by: str | None
    reason: str
    newest: bool

    @property
    def says_none(self) -> bool:
        """Whether it is the plain answer that there is no conflict, on which nothing is decided."""
        return self.answer is ConflictAnswer.NONE


@dataclass(frozen=True, slots=True)
class ListedRecusal:
    """One recusal."""

    nomination_id: UUID
    reference: str
    title: str
    reviewer_id: UUID
    reviewer: str
    kind: ConflictKind
    words: str
    at: datetime
    by: str
    declared_by_reviewer: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The open questions, one page of all declarations, and all recusals."""

    open: tuple[Declaration, ...]
    declared: tuple[Declaration, ...]
    total: int
    recusals: tuple[ListedRecusal, ...]


def load_desk(
    work: Work, edition_id: UUID, *, answer: ConflictAnswer | None = None, reviewer_id: UUID | None = None,
    page: int = 1,
) -> Desk:
    """The desk of an actor who may decide; `answer` and `reviewer_id` filter the lists, never the open questions."""
    work.require(Action.DECIDE_CONFLICT, policy_facts.load_edition(work, edition_id))
    session = work.session
    wanted = _declarations().where(Round.edition_id == edition_id)
    pending = wanted.where(
        Conflict.state == ConflictState.OPEN, review_rules.is_newest(), Assignment.removed_at.is_(None)
    )
    if answer:
        wanted = wanted.where(Conflict.answer == answer)
    if reviewer_id:
        wanted = wanted.where(Assignment.reviewer_id == reviewer_id)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    shown = wanted.order_by(Conflict.declared_at.desc(), Conflict.id).offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE)
    aside = _recusals(edition_id)
    if reviewer_id:
        aside = aside.where(Recusal.reviewer_id == reviewer_id)
    return Desk(
        tuple(Declaration(*row) for row in session.execute(pending.order_by(Conflict.declared_at, Conflict.id))),
        tuple(Declaration(*row) for row in session.execute(shown)), total,
        tuple(ListedRecusal(*row) for row in session.execute(aside.order_by(Recusal.at.desc(), Recusal.id))),
    )


def list_register(work: Work, edition_id: UUID) -> tuple[list[Declaration], list[ListedRecusal]]:
    """Every declaration and every recusal of the edition, the oldest first: for the register."""
    work.require(Action.SEE_CONFLICTS, policy_facts.load_edition(work, edition_id))
    declared = _declarations().where(Round.edition_id == edition_id).order_by(Conflict.declared_at, Conflict.id)
    aside = _recusals(edition_id).order_by(Recusal.at, Recusal.id)
    return (
        [Declaration(*row) for row in work.session.execute(declared)],
        [ListedRecusal(*row) for row in work.session.execute(aside)]
    )


def load_declaration(work: Work, conflict_id: UUID) -> tuple[Declaration, list[Declaration]]:
    """A declaration and the whole history of its assignment, the newest first."""
    row = work.session.execute(_declarations().where(Conflict.id == conflict_id)).one_or_none()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    declaration = Declaration(*row)
    work.require(
        Action.DECIDE_CONFLICT, policy_facts.load_round(work, work.session.get_one(Round, declaration.round_id))
    )
    same = select(Conflict.assignment_id).where(Conflict.id == conflict_id).scalar_subquery()
    rows = work.session.execute(
        _declarations().where(Conflict.assignment_id == same).order_by(Conflict.number.desc())
    )
    return declaration, [Declaration(*row) for row in rows]


def list_declarations(work: Work, nomination_id: UUID, reviewer_id: UUID) -> list[Declaration]:
    """All declarations of a reviewer about a nomination, the newest first; the caller has checked access."""
    rows = work.session.execute(
        _declarations().where(Assignment.nomination_id == nomination_id, Assignment.reviewer_id == reviewer_id)
        .order_by(Conflict.declared_at.desc(), Conflict.number.desc(), Conflict.id)
    )
    return [Declaration(*row) for row in rows]


def load_recusal(work: Work, nomination_id: UUID, reviewer_id: UUID) -> ListedRecusal | None:
    """The recusal of a reviewer from a nomination."""
    row = work.session.execute(
        _recusals(None).where(Recusal.nomination_id == nomination_id, Recusal.reviewer_id == reviewer_id)
    ).one_or_none()
    return ListedRecusal(*row) if row else None


def load_for_recusal(work: Work, nomination_id: UUID, reviewer_id: UUID) -> tuple[Nomination, Account]:
    """The nomination and the reviewer, if the actor may recuse and this person is or was one; else `Refused`."""
    return _load_two(work, nomination_id, reviewer_id, Action.RECUSE, reviews_here)


def load_two(work: Work, nomination_id: UUID, person_id: UUID) -> tuple[Nomination, Account]:
    """The nomination and a person who is or was a reviewer, or is or was recused from it; else `Refused`."""
    return _load_two(work, nomination_id, person_id, Action.DECIDE_CONFLICT, _is_reviewer_or_recused)


def _load_two(
    work: Work, nomination_id: UUID, person_id: UUID, to: Action,
    has_to_do_with: Callable[[Nomination, UUID], ColumnElement[bool]],
) -> tuple[Nomination, Account]:
    nomination, person = work.session.get(Nomination, nomination_id), work.session.get(Account, person_id)
    if nomination is None or nomination.submission_id is None or person is None:
        raise Refused(Refusal.NOT_FOUND)
    work.require(to, policy_facts.load(work, nomination))
    if not work.session.scalar(select(has_to_do_with(nomination, person_id))):
        raise Refused(Refusal.NOT_FOUND)
    return nomination, person


def _is_reviewer_or_recused(nomination: Nomination, person_id: UUID) -> ColumnElement[bool]:
    return or_(
        reviews_here(nomination, person_id), review_rules.has_recusal(nomination.id, person_id),
        exists().where(
            WithdrawnRecusal.nomination_id == nomination.id, WithdrawnRecusal.reviewer_id == person_id
        ),
    )


def reviews_here(nomination: Nomination, reviewer_id: UUID) -> ColumnElement[bool]:
    """Whether this person reviews or reviewed in the nomination's edition, or was ever assigned to it."""
    return exists().where(
        Grant.account_id == reviewer_id, Grant.edition_id == nomination.edition_id, Grant.role == Role.REVIEWER
    ) | exists().where(Assignment.nomination_id == nomination.id, Assignment.reviewer_id == reviewer_id)


def _declarations() -> Select:
    who, officer = aliased(Account), aliased(Account)
    return (
        select(
            Conflict.id, Round.id, Round.code, Nomination.id, Nomination.reference, Nomination.title,
            Assignment.reviewer_id, func.coalesce(func.nullif(who.name, ""), who.email), Conflict.answer,
            Conflict.kind, Conflict.words, Conflict.text_version, Conflict.declared_at, Conflict.state,
            Conflict.decided_at, officer.name, Conflict.reason, review_rules.is_newest(),
        )
        .join(Assignment, Assignment.id == Conflict.assignment_id).join(Round, Round.id == Assignment.round_id)
        .join(Nomination, Nomination.id == Assignment.nomination_id).join(who, who.id == Assignment.reviewer_id)
        .outerjoin(officer, officer.id == Conflict.decided_by_id)
    )


def _recusals(edition_id: UUID | None) -> Select:
    who, officer = aliased(Account), aliased(Account)
    query = (
        select(
            Nomination.id, Nomination.reference, Nomination.title, Recusal.reviewer_id,
            func.coalesce(func.nullif(who.name, ""), who.email), Recusal.kind, Recusal.words, Recusal.at,
            func.coalesce(func.nullif(officer.name, ""), officer.email), Recusal.declared_by_reviewer,
        )
        .join(Nomination, Nomination.id == Recusal.nomination_id).join(who, who.id == Recusal.reviewer_id)
        .join(officer, officer.id == Recusal.by_id)
    )
    return query if edition_id is None else query.where(Nomination.edition_id == edition_id)


def list_reviewers(work: Work, edition_id: UUID) -> list[tuple[UUID, str]]:
    """Everybody who declared anything in the edition, by name, for the filter."""
    name = func.coalesce(func.nullif(Account.name, ""), Account.email)
    return [
        (row[0], row[1]) for row in work.session.execute(
            select(Account.id, name).join(Assignment, Assignment.reviewer_id == Account.id)
            .join(Conflict, Conflict.assignment_id == Assignment.id)
            .join(Round, and_(Round.id == Assignment.round_id, Round.edition_id == edition_id))
            .distinct().order_by(name, Account.id)
        )
    ]
