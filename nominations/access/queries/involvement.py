"""Which nominations a person is too close to. Those are withheld from them in every role of the secretariat or jury.

Only what the person did counts, or what the secretariat or the system recorded about the two: an applicant who merely
names the head of the secretariat as a referee does not withhold the nomination from the head.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select, true, union
from sqlalchemy.orm import Session, aliased

from nominations.access.queries import review_rules
from nominations.access.queries.review_rules import Condition, Id
from nominations.core.rules.deadline import is_open
from nominations.core.rules.policy import WITHHELD_FROM
from nominations.core.rules.policy_facts import Actor
from nominations.core.tables import (
    Account,
    Assignment,
    ClosingDate,
    Collaborator,
    ConflictStatement,
    Consent,
    Nomination,
    OpenEdition,
    Referee,
)

_stated, _readable = aliased(ConflictStatement), aliased(Nomination)
_account, _own, _part, _nominee, _referee, _assignment = (
    aliased(Account), aliased(Nomination), aliased(Collaborator), aliased(Consent), aliased(Referee),
    aliased(Assignment),
)


def _select_involvements(account_id: Id) -> Iterator[Select[UUID]]:
    """Select the ids of nominations that the person owns, took part in writing, answered for as nominee or referee, is
    recused from, or has a possible conflict of interest with that is not decided."""
    address = select(func.lower(_account.email)).where(_account.id == account_id).scalar_subquery()
    yield select(_own.id).where(_own.owner_id == account_id)
    yield select(_part.nomination_id).where(_part.account_id == account_id, _part.accepted_at.is_not(None))
    yield select(_nominee.nomination_id).where(
        _nominee.answered_at.is_not(None), func.lower(_nominee.email) == address
    )
    yield select(_referee.nomination_id).where(
        _referee.received_at.is_not(None), func.lower(_referee.email) == address
    )
    yield from review_rules.barred_nominations(account_id)
    yield select(_assignment.nomination_id).where(
        _assignment.reviewer_id == account_id, _assignment.removed_at.is_(None),
        or_(review_rules.is_recused(_assignment), review_rules.is_undecided(_assignment)),
    )


def is_involved(nomination_id: Id, account_id: Id) -> Condition:
    """The condition that the person is too close to this nomination."""
    return or_(*(
        exists(query.where(query.selected_columns[0] == nomination_id)) for query in _select_involvements(account_id)
    ))


@dataclass(frozen=True, slots=True)
class Involvement:
    """Which nominations are withheld from an actor, and whether they have answered the conflict question about the
    others."""

    withheld: frozenset[UUID] = frozenset()
    has_stated_conflicts: bool = True


def load_involvement(session: Session, actor: Actor, edition_id: UUID, now: datetime) -> Involvement:
    """The involvement of the actor in their role: one statement, because every request of the secretariat asks it."""
    if actor.role not in WITHHELD_FROM:
        return Involvement()
    here = _select_involved(actor.account_id, edition_id).subquery()
    newest_close = (
        select(ClosingDate.enforced_at).where(ClosingDate.edition_id == edition_id)
        .order_by(ClosingDate.number.desc()).limit(1).scalar_subquery()
    )
    rows = session.execute(
        select(here.c.id, newest_close, exists(select_unanswered(actor.account_id, edition_id)))
        .select_from(OpenEdition).outerjoin(here, true()).where(OpenEdition.id == edition_id)
    ).all()
    _nomination_id, closes_at, owes = rows[0]
    return Involvement(
        frozenset(nomination_id for nomination_id, _closes_at, _owes in rows if nomination_id is not None),
        not owes or is_open(closes_at, now),
    )


def select_unanswered(account_id: UUID, edition_id: UUID) -> Select[UUID]:
    """The nominations that can be read and are not withheld from this person, and whose newest submission came after
    the person last stated their conflicts of interest: a later submission may name somebody else."""
    covered = select(func.max(_stated.covers_until)).where(
        _stated.account_id == account_id, _stated.edition_id == edition_id
    ).scalar_subquery()
    return select_readable(account_id, edition_id).where(or_(covered.is_(None), _readable.submitted_at > covered))


def select_readable(account_id: UUID, edition_id: UUID) -> Select[UUID]:
    """The nominations of the edition that were submitted and are not withheld from this person."""
    return select(_readable.id).where(
        _readable.edition_id == edition_id, _readable.submission_id.is_not(None), _readable.discarded_at.is_(None),
        _readable.id.not_in(union(*_select_involvements(account_id))),
    )


def withheld_nominations(session: Session, actor: Actor, edition_id: UUID) -> frozenset[UUID]:
    """The nominations of the edition that are withheld from the actor; empty unless their role is one of the
    secretariat or the jury."""
    if actor.role not in WITHHELD_FROM:
        return frozenset()
    return frozenset(session.scalars(_select_involved(actor.account_id, edition_id)))


def count_closed_nominations(session: Session, account_id: UUID, edition_id: UUID) -> int:
    """How many nominations of the edition are withheld from this person in a role of the secretariat or jury."""
    closed = _select_involved(account_id, edition_id).where(Nomination.discarded_at.is_(None)).subquery()
    return session.scalar(select(func.count()).select_from(closed)) or 0


def _select_involved(account_id: UUID, edition_id: UUID) -> Select[UUID]:
    involved = union(*_select_involvements(account_id)).subquery()
    return (
        select(Nomination.id).join(involved, involved.c[0] == Nomination.id).where(Nomination.edition_id == edition_id)
    )
