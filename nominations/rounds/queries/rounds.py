"""Loads one round for an action of the actor, or all rounds of an edition with their counts."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, case, exists, func, select

from nominations.access.queries import policy_facts, review_rules
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.vocabulary import Action, Refusal, RoundCode, State
from nominations.core.tables import Assignment, BlindRound, Nomination, Round, RoundFile
from nominations.core.work import Work


def one(work: Work, round_id: UUID, *, to: Action, lock: bool = False) -> Round:
    """The round. Raises `Refused` unless the actor may do `to` with it now. `lock` locks its row."""
    query = select(Round).where(Round.id == round_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    stored_round = work.session.scalars(query).one_or_none()
    if stored_round is None:
        raise Refused(Refusal.NOT_FOUND)
    work.require(to, policy_facts.load_round(work, stored_round))
    return stored_round


_NOTHING = (0, 0, 0)  # proposed, assigned, submitted


@dataclass(frozen=True, slots=True)
class Line:
    """A round and its progress. `proposed` and `assigned` count the assignments whose review counts or may still come,
    before and after they are published; `submitted` counts the reviews that count."""

    round: Round
    case: PolicyFacts
    files: int
    proposed: int
    assigned: int
    submitted: int
    waiting: int  # eligible files that do not take part yet


def find_round(work: Work, edition_id: UUID, category: str, code: RoundCode) -> Round | None:
    """The round of a category, or None where it was not opened. For the command line: the policy is not asked."""
    return work.session.scalars(
        select(Round).where(Round.edition_id == edition_id, Round.category == category, Round.code == code)
    ).one_or_none()


def list_rounds(work: Work, edition_id: UUID) -> list[Line]:
    """The rounds of an edition, by category and in the order they were opened."""
    session = work.session
    rounds = session.scalars(
        select(Round).where(Round.edition_id == edition_id).order_by(Round.category, Round.opened_at, Round.id)
    ).all()
    files = dict(session.execute(_files(edition_id)).all())
    counts = {
        round_id: (proposed, assigned, submitted)
        for round_id, proposed, assigned, submitted in session.execute(_counts(edition_id))
    }
    waiting = dict(session.execute(_waiting(edition_id)).all())
    return [
        Line(
            stored_round, policy_facts.load_round(work, stored_round), files.get(stored_round.id, 0),
            *counts.get(stored_round.id, _NOTHING),
            waiting.get(
                stored_round.category, 0
            ) if stored_round.code is RoundCode.FIRST and stored_round.closed_at is None else 0,
        )
        for stored_round in rounds
    ]


def list_blind_rounds(work: Work, edition_id: UUID) -> frozenset[UUID]:
    """The rounds of an edition that hide names from their reviewers."""
    return frozenset(work.session.scalars(
        select(BlindRound.round_id).join(Round, Round.id == BlindRound.round_id).where(Round.edition_id == edition_id)
    ))


def count_eligible(work: Work, edition_id: UUID) -> dict[str, int]:
    """How many eligible files each category has."""
    return dict(work.session.execute(
        select(Nomination.category, func.count()).where(
            Nomination.edition_id == edition_id, Nomination._state == State.ELIGIBLE
        ).group_by(Nomination.category)
    ).all())


def _files(edition_id: UUID) -> Select[UUID, int]:
    return (
        select(RoundFile.round_id, func.count()).join(Round, Round.id == RoundFile.round_id)
        .join(Nomination, Nomination.id == RoundFile.nomination_id)
        .where(Round.edition_id == edition_id, Nomination._state == State.ELIGIBLE).group_by(RoundFile.round_id)
    )


def _counts(edition_id: UUID) -> Select[UUID, int, int, int]:
    published = Assignment.published_at.is_not(None)
    return (
        select(
            Assignment.round_id, func.sum(case((published, 0), else_=1)).label("proposed"),
            func.sum(case((published, 1), else_=0)).label("assigned"),
            func.sum(case((review_rules.is_counted(), 1), else_=0)).label("submitted"),
        )
        .join(Round, Round.id == Assignment.round_id)
        .where(Round.edition_id == edition_id, review_rules.is_expected())
        .group_by(Assignment.round_id)
    )


def _waiting(edition_id: UUID) -> Select[str, int]:
    """Eligible files that take part in no first round, by category."""
    taken = exists().where(
        RoundFile.nomination_id == Nomination.id, RoundFile.round_id == Round.id, Round.code == RoundCode.FIRST
    )
    return (
        select(Nomination.category, func.count())
        .where(Nomination.edition_id == edition_id, Nomination._state == State.ELIGIBLE, ~taken)
        .group_by(Nomination.category)
    )


def list_latecomers(work: Work, stored_round: Round) -> list[UUID]:
    """Eligible files of the round's category that take no part in it, in the order of their references."""
    taken = exists().where(RoundFile.nomination_id == Nomination.id, RoundFile.round_id == stored_round.id)
    return list(work.session.scalars(
        select(Nomination.id).where(
            Nomination.edition_id == stored_round.edition_id, Nomination.category == stored_round.category,
            Nomination._state == State.ELIGIBLE, ~taken,
        ).order_by(Nomination.reference)
    ))
