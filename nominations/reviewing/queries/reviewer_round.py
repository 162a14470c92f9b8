"""A round as one of its reviewers may see it: their own files, what is open, outliers, the scale of the panel.

Only files that the desk shows take part: files from which a reviewer is recused are in no list and no count here.
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
    """A round with the actor's files of it. `finished_at`: when they marked it as finished."""

    round: Round
    files: tuple[DeskFile, ...]
    finished_at: datetime | None

    def of(self, *states: DeskState) -> tuple[DeskFile, ...]:
        return tuple(file for file in self.files if file.state in states)

    @property
    def unscored(self) -> tuple[DeskFile, ...]:
        return self.of(DeskState.CONFLICT_FIRST, DeskState.WAITING, DeskState.NOT_STARTED)

    @property
    def begun(self) -> tuple[DeskFile, ...]:
        return self.of(DeskState.DRAFT, DeskState.SET_ASIDE)

    @property
    def outlying(self) -> list[tuple[DeskFile, Outlier]]:
        """Files whose score is far from all the reviewer's others."""
        scored = {str(file.id): file for file in self.of(DeskState.SUBMITTED)}
        apart = scale.find_outliers({key: file.total for key, file in scored.items() if file.total is not None})
        return [(scored[key], outlier) for key, outlier in apart.items()]


def load_own_round(work: Work, round_id: UUID, *, to: Action, lock: bool = False) -> OwnRound:
    """The actor's part of a round; raises `Refused` where they have none, or may not do `to` with it now."""
    this_round = work.session.get(Round, round_id)
    mine = [] if this_round is None else [
        file for file in desk.load_desk(work, this_round.edition_id).files if file.round_id == round_id
    ]
    if not mine:
        raise Refused(Refusal.NOT_FOUND)
    this_round = rounds.one(work, round_id, to=to, lock=lock)
    finished = work.session.get(Finished, (round_id, work.actor.id), populate_existing=True)
    return OwnRound(this_round, tuple(mine), finished.at if finished else None)


@dataclass(frozen=True, slots=True)
class Scale:
    """How the actor uses the scale in a round, beside the panel where the round shows it."""

    round: Round
    mine: Use
    panel: Use | None
    difference: Difference | None


def load_scales(work: Work, edition_id: UUID) -> list[Scale]:
    """The actor's scale in each round in which they submitted enough scores, the newest round first."""
    by_round: dict[UUID, dict[UUID, Decimal]] = {}
    for file in desk.load_desk(work, edition_id).of(DeskState.SUBMITTED):
        if file.total is not None:
            by_round.setdefault(file.round_id, {})[file.id] = file.total
    enough = {round_id: own for round_id, own in by_round.items() if len(own) >= scale.ENOUGH}
    rounds_with_enough = work.session.scalars(
        select(Round).where(Round.id.in_(enough)).order_by(Round.opened_at.desc(), Round.id)
    ).all()
    return [_load_scale(work, round_, enough[round_.id]) for round_ in rounds_with_enough]


def _load_scale(work: Work, of: Round, own: dict[UUID, Decimal]) -> Scale:
    mine = scale.measure_use(list(own.values()))
    if not peers.are_shown(work.session, of.id):
        return Scale(of, mine, None, None)
    others = _load_others_totals(work, of.id, list(own))
    every = [total for totals in others.values() for total in totals]
    pairs = [(total, others.get(file, [])) for file, total in own.items()]
    return Scale(of, mine, scale.measure_use(every) if every else None, scale.measure_difference(pairs))


def _load_others_totals(work: Work, round_id: UUID, files: Sequence[UUID]) -> dict[UUID, list[Decimal]]:
    """The others' totals of files that the actor has scored, and of no other."""
    reviews = work.session.execute(
        select(Assignment.nomination_id, Assessment.total)
        .join(Assessment, Assessment.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_id, Assignment.nomination_id.in_(files),
               Assignment.reviewer_id != work.actor.id, review_rules.is_counted())
        .order_by(Assignment.nomination_id, Assignment.id)
    )
    totals: dict[UUID, list[Decimal]] = {}
    for nomination_id, total in reviews:
        if total is not None:
            totals.setdefault(nomination_id, []).append(total)
    return totals
