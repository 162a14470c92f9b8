"""A round in the eyes of one of its reviewers: their own files, what is still open, what lies apart, who else scored.

Only files that the desk shows take part: what a reviewer stepped aside from is in no list and in no count here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import review_rules
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, DeskState, Refusal
from nominations.core.tables import Assessment, Assignment, Finished, Round
from nominations.core.work import Work
from nominations.reviewing.queries import desk, peers
from nominations.reviewing.queries.desk import DeskFile
from nominations.reviewing.rules import scale
from nominations.reviewing.rules.scale import Difference, Outlier, Use
from nominations.rounds.queries import rounds


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A round with the actor's files of it. `finished_at`: when they said that they have finished."""

    round: Round
    files: tuple[DeskFile, ...]
    finished_at: datetime | None

    def of(self, *states: DeskState) -> tuple[DeskFile, ...]:
        return tuple(each for each in self.files if each.state in states)

    @property
    def unscored(self) -> tuple[DeskFile, ...]:
        return self.of(DeskState.CONFLICT_FIRST, DeskState.WAITING, DeskState.NOT_STARTED)

    @property
    def begun(self) -> tuple[DeskFile, ...]:
        return self.of(DeskState.DRAFT, DeskState.SET_ASIDE)

    @property
    def outlying(self) -> list[tuple[DeskFile, Outlier]]:
        """Scores that lie far from all the reviewer's others."""
        scored = {str(each.id): each for each in self.of(DeskState.SUBMITTED)}
        apart = scale.outliers({key: each.total for key, each in scored.items() if each.total is not None})
        return [(scored[key], found) for key, found in apart.items()]


def one(work: Work, round_id: UUID, *, to: Action, lock: bool = False) -> OwnRound:
    """The actor's part of a round; raises `Refused` where they have none, or may not do `to` with it now."""
    found = work.session.get(Round, round_id)
    mine = [] if found is None else [
        each for each in desk.desk(work, found.edition_id).files if each.round_id == round_id
    ]
    if not mine:
        raise Refused(Refusal.NOT_FOUND)
    found = rounds.one(work, round_id, to=to, lock=lock)
    said = work.session.get(Finished, (round_id, work.actor.id), populate_existing=True)
    return OwnRound(found, tuple(mine), said.at if said else None)


@dataclass(frozen=True, slots=True)
class Scale:
    """How the actor uses the scale in a round, beside the panel where the round shows it."""

    round: Round
    mine: Use
    panel: Use | None
    difference: Difference | None


def scales(work: Work, edition_id: UUID) -> list[Scale]:
    """The actor's scale in each round in which enough of their scores are in, the newest round first."""
    by_round: dict[UUID, dict[UUID, Decimal]] = {}
    for each in desk.desk(work, edition_id).of(DeskState.SUBMITTED):
        if each.total is not None:
            by_round.setdefault(each.round_id, {})[each.id] = each.total
    enough = {round_id: own for round_id, own in by_round.items() if len(own) >= scale.ENOUGH}
    found = work.session.scalars(
        select(Round).where(Round.id.in_(enough)).order_by(Round.opened_at.desc(), Round.id)
    ).all()
    return [_scale(work, each, enough[each.id]) for each in found]


def _scale(work: Work, of: Round, own: dict[UUID, Decimal]) -> Scale:
    mine = scale.use(list(own.values()))
    if not peers.are_shown(work.session, of.id):
        return Scale(of, mine, None, None)
    others = _others(work, of.id, list(own))
    every = [total for totals in others.values() for total in totals]
    pairs = [(total, others.get(file, [])) for file, total in own.items()]
    return Scale(of, mine, scale.use(every) if every else None, scale.difference(pairs))


def _others(work: Work, round_id: UUID, files: Sequence[UUID]) -> dict[UUID, list[Decimal]]:
    """The others' totals of files that the actor has scored, and of no other."""
    rows = work.session.execute(
        select(Assignment.nomination_id, Assessment.total)
        .join(Assessment, Assessment.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_id, Assignment.nomination_id.in_(files),
               Assignment.reviewer_id != work.actor.id, review_rules.is_counted())
        .order_by(Assignment.nomination_id, Assignment.id)
    )
    found: dict[UUID, list[Decimal]] = {}
    for nomination_id, total in rows:
        if total is not None:
            found.setdefault(nomination_id, []).append(total)
    return found
