"""Which nominations a person is too close to: of those they meet no trace in any role of the award's office or jury.

Only what the person did themselves counts, or what the office or the system recorded about the two: an applicant who
merely names the head of the secretariat as a referee does not keep the head from the nomination.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from nominations.access.queries import review_rules
from nominations.access.queries.review_rules import Condition, Id
from nominations.core.rules.policy import WITHHELD_FROM
from nominations.core.rules.policy_facts import Actor
from nominations.core.tables import Account, Assignment, Collaborator, Consent, Nomination, Referee

_account, _own, _part, _nominee, _referee, _assignment = (
    aliased(Account), aliased(Nomination), aliased(Collaborator), aliased(Consent), aliased(Referee),
    aliased(Assignment),
)


def _involvements(account_id: Id) -> Iterator[Select[UUID]]:
    """The ids of nominations: that the person owns, took part in writing, answered for as nominee or referee, is
    recused from, or that wait for a decision on a possible conflict of interest."""
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
    """The person is too close to this nomination."""
    return or_(*(
        exists(query.where(query.selected_columns[0] == nomination_id)) for query in _involvements(account_id)
    ))


def withheld_nominations(session: Session, actor: Actor, edition_id: UUID) -> frozenset[UUID]:
    """The nominations of the edition of which the actor meets no trace; none where their role is not of the office or
    the jury."""
    if actor.role not in WITHHELD_FROM:
        return frozenset()
    return frozenset(session.scalars(_select_involved(actor.account_id, edition_id)))


def count_closed_nominations(session: Session, account_id: UUID, edition_id: UUID) -> int:
    """How many nominations of the edition close to this person with a role of the office or of the chair."""
    closed = _select_involved(account_id, edition_id).where(Nomination.discarded_at.is_(None)).subquery()
    return session.scalar(select(func.count()).select_from(closed)) or 0


def _select_involved(account_id: UUID, edition_id: UUID) -> Select[UUID]:
    involved = union(*_involvements(account_id)).subquery()
    return (
        select(Nomination.id).join(involved, involved.c[0] == Nomination.id).where(Nomination.edition_id == edition_id)
    )
