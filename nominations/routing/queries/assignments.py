"""Who reviews what in a round: the facts for the board, the checks, the progress and the optimiser."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, and_, func, select
from sqlalchemy.orm import Session

from nominations.access.queries import review_rules
from nominations.accounts.queries import applicants
from nominations.conflicts.queries import findings
from nominations.conflicts.rules import Hint
from nominations.core.rules.vocabulary import AssessmentState, ConflictAnswer, ConflictState, Role, State
from nominations.core.tables import (
    Account,
    Assessment,
    Assignment,
    AssignmentException,
    Conflict,
    Decline,
    Grant,
    Nomination,
    Profile,
    Recusal,
    Round,
    RoundFile,
)
from nominations.rounds.queries.shadows import list_shadows
from nominations.routing.rules import Pair


@dataclass(frozen=True, slots=True)
class File:
    """A file of a round."""

    id: UUID
    reference: str
    title: str
    state: State
    owner_id: UUID
    submission_id: UUID | None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who may be asked to review, or was. `stands`: they hold the role now.

    `load` counts their files in open rounds of the edition; `most` is the limit they gave.
    """

    id: UUID
    name: str
    email: str
    stands: bool
    applies: bool
    nationalities: tuple[str, ...]
    country: str
    institutions: tuple[str, ...]
    most: int | None
    load: int = 0

    @property
    def full(self) -> bool:
        return self.most is not None and self.load >= self.most


@dataclass(frozen=True, slots=True)
class StandingAssignment:
    """An assignment of a round that was not removed, and how far it is.

    `reason`: why it was made, where something spoke against it.
    """

    id: UUID
    nomination_id: UUID
    reviewer_id: UUID
    published_at: datetime | None
    answer: ConflictAnswer | None
    decided: ConflictState | None
    assessment: AssessmentState | None
    reason: str | None = None


def list_files(session: Session, round_id: UUID, only: Collection[UUID] | None = None) -> list[File]:
    """The files of a round, by reference."""
    query = (
        select(Nomination.id, Nomination.reference, Nomination.title, Nomination._state, Nomination.owner_id,
               Nomination.submission_id)
        .join(RoundFile, RoundFile.nomination_id == Nomination.id).where(RoundFile.round_id == round_id)
        .order_by(Nomination.reference)
    )
    return [File(*row) for row in session.execute(query if only is None else query.where(Nomination.id.in_(only)))]


def list_assignments(
    session: Session, round_id: UUID, only: Collection[UUID] | None = None
) -> list[StandingAssignment]:
    """The assignments of a round that were not removed, with the newest declaration and the state of the card."""
    query = (
        select(Assignment.id, Assignment.nomination_id, Assignment.reviewer_id, Assignment.published_at,
               Conflict.answer, Conflict.state, Assessment.state, AssignmentException.reason)
        .outerjoin(AssignmentException, AssignmentException.assignment_id == Assignment.id)
        .outerjoin(Conflict, review_rules.newest_declaration())
        .outerjoin(Assessment, Assessment.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_id, Assignment.removed_at.is_(None))
        .order_by(Assignment.made_at, Assignment.id)
    )
    if only is not None:
        query = query.where(Assignment.nomination_id.in_(only))
    return [StandingAssignment(*row) for row in session.execute(query)]


def load_recusals(session: Session, round_id: UUID) -> dict[tuple[UUID, UUID], bool]:
    """The recusals from files of a round, by file and reviewer: whether the reviewer declared it themselves."""
    recusals_of_round = session.execute(
        select(Recusal.nomination_id, Recusal.reviewer_id, Recusal.declared_by_reviewer)
        .join(RoundFile, RoundFile.nomination_id == Recusal.nomination_id).where(RoundFile.round_id == round_id)
    )
    return {(nomination, reviewer): themselves for nomination, reviewer, themselves in recusals_of_round}


def list_reviewers(session: Session, edition_id: UUID, round_id: UUID) -> list[Reviewer]:
    """Everybody who holds the role, and those who have files of this round although they no longer do; by name."""
    loads = dict(session.execute(_select_loads(edition_id)).all())
    involved = _select_involved(edition_id, round_id)
    owners = set(session.scalars(applicants.select_participants(edition_id, involved)))
    holds_role = and_(Grant.account_id == Account.id, Grant.edition_id == edition_id, Grant.role == Role.REVIEWER,
                  Grant.ended_at.is_(None))
    people = session.execute(
        select(Account.id, Account.name, Account.email, Grant.id, Profile.nationalities, Profile.country,
               Profile.institutions, Profile.most_files)
        .outerjoin(Grant, holds_role)
        .outerjoin(Profile, and_(Profile.account_id == Account.id, Profile.edition_id == edition_id))
        .where(Account.id.in_(_select_involved(edition_id, round_id))).order_by(Account.name, Account.id)
    )
    return [
        Reviewer(row[0], row[1] or row[2], row[2], row[3] is not None, row[0] in owners, tuple(row[4] or ()),
                 row[5] or "", tuple(row[6] or ()), row[7], loads.get(row[0], 0))
        for row in people
    ]


def _select_involved(edition_id: UUID, round_id: UUID) -> CompoundSelect[UUID]:
    holders = select(Grant.account_id).where(
        Grant.edition_id == edition_id, Grant.role == Role.REVIEWER, Grant.ended_at.is_(None)
    )
    had = select(Assignment.reviewer_id).where(Assignment.round_id == round_id, Assignment.removed_at.is_(None))
    return holders.union(had)


def _select_loads(edition_id: UUID) -> Select[UUID, int]:
    return (
        select(Assignment.reviewer_id, func.count())
        .join(Round, Round.id == Assignment.round_id).join(Nomination, Nomination.id == Assignment.nomination_id)
        .where(Round.edition_id == edition_id, Round.closed_at.is_(None), Assignment.removed_at.is_(None),
               ~review_rules.is_recused(), Nomination._state == State.ELIGIBLE)
        .group_by(Assignment.reviewer_id)
    )


@dataclass(frozen=True)
class Routing:
    """Everything about who reviews what in a round, or some of its files."""

    round: Round
    files: dict[UUID, File]
    reviewers: dict[UUID, Reviewer]
    assigned: dict[tuple[UUID, UUID], StandingAssignment]
    recused: dict[tuple[UUID, UUID], bool]
    shadows: frozenset[UUID] = frozenset()
    hints: dict[tuple[UUID, UUID], tuple[Hint, ...]] = field(default_factory=dict)
    declined: frozenset[tuple[UUID, UUID]] = frozenset()

    @cached_property
    def touched(self) -> frozenset[tuple[UUID, UUID]]:
        """The pairs with an assignment, a recusal or a finding; of sixty thousand pairs most have none."""
        return self.declined.union(self.assigned, self.recused, self.hints)

    def pair(self, nomination_id: UUID, reviewer_id: UUID) -> Pair:
        """The facts of a file and a reviewer; one that does not belong to the round is no error, the facts say so."""
        file, who = self.files.get(nomination_id), self.reviewers.get(reviewer_id)
        pair = _untouched_pair(
            self.round.closed_at is None, file is not None, file is None or file.state is State.ELIGIBLE,
            who is not None and who.stands, file is not None and file.owner_id == reviewer_id,
            who is not None and who.applies, reviewer_id in self.shadows,
        )
        key = (nomination_id, reviewer_id)
        return self._between(pair, key) if key in self.touched else pair

    def _between(self, pair: Pair, key: tuple[UUID, UUID]) -> Pair:
        themselves, routed = self.recused.get(key), self.assigned.get(key)
        pair = replace(
            pair, aside=themselves is True, set_aside=themselves is False, hinted=key in self.hints,
            declined=key in self.declined,
        )
        if routed is None:
            return pair
        return replace(
            pair, assigned=True, published=routed.published_at is not None, answer=routed.answer,
            decided=routed.decided, assessment=routed.assessment,
        )


@cache
def _untouched_pair(
    round_open: bool, in_round: bool, eligible: bool, reviewer: bool, owner: bool, applies: bool, shadow: bool
) -> Pair:
    """A pair without assignment, recusal or finding; cached, since there are few different ones."""
    return Pair(
        round_open=round_open, in_round=in_round, eligible=eligible, reviewer=reviewer, owner=owner, applies=applies,
        shadow=shadow,
    )


def load_routing(session: Session, this_round: Round, only: Collection[UUID] | None = None) -> Routing:
    """The facts of a round, or of `only` some files; in a fixed number of statements."""
    return Routing(
        this_round,
        {file.id: file for file in list_files(session, this_round.id, only)},
        {who.id: who for who in list_reviewers(session, this_round.edition_id, this_round.id)},
        {
            (assignment.nomination_id, assignment.reviewer_id): assignment
            for assignment in list_assignments(session, this_round.id, only)
        },
        load_recusals(session, this_round.id), list_shadows(session, this_round.id),
        findings.list_undecided(session, select(RoundFile.nomination_id).where(RoundFile.round_id == this_round.id)
                           if only is None else only),
        _load_declined_pairs(session, this_round.id),
    )


def _load_declined_pairs(session: Session, round_id: UUID) -> frozenset[tuple[UUID, UUID]]:
    declines = session.execute(
        select(Assignment.nomination_id, Assignment.reviewer_id)
        .join(Decline, Decline.assignment_id == Assignment.id).where(Assignment.round_id == round_id)
    )
    return frozenset((nomination_id, reviewer_id) for nomination_id, reviewer_id in declines)
