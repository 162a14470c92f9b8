"""Proposals of a round: how far the solver is, what it answered, and how that compares with what stands now."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, JobState, Refusal
from nominations.core.tables import Account, Job, Plan, Round
from nominations.core.work import Work
from nominations.rounds.queries import rounds
from nominations.routing.queries.panel import Choices, Panel, input_hash, panel

Ids = tuple[UUID, UUID]  # nomination, reviewer
LISTED = 20


@dataclass(frozen=True)
class PlanResult:
    """A plan with everything its page tells. `panel` is the round as it stands now."""

    plan: Plan
    job: Job
    round: Round
    panel: Panel
    is_stale: bool
    by: str

    @property
    def result(self) -> Mapping[str, Any]:
        return self.plan.result

    @property
    def is_answer(self) -> bool:
        return self.job.state is JobState.DONE and self.result.get("outcome") == "answer"

    @property
    def is_repair(self) -> bool:
        return self.plan.kind == "repair"

    @cached_property
    def wanted(self) -> frozenset[Ids]:
        """The pairs of the answer."""
        return wanted(self.plan)

    @cached_property
    def added(self) -> list[Ids]:
        """What would be proposed."""
        return self._ordered(self.wanted - self.panel.facts.assigned.keys())

    @cached_property
    def dropped(self) -> list[Ids]:
        """What would be taken away."""
        return self._ordered(dropped(self.plan, self.panel))

    @property
    def same(self) -> int:
        """How many assignments stay as they are."""
        return len(self.wanted & self.panel.facts.assigned.keys())

    def _ordered(self, pairs: frozenset[Ids]) -> list[Ids]:
        facts = self.panel.facts
        return sorted(pairs, key=lambda pair: (facts.files[pair[0]].reference, facts.reviewers[pair[1]].name))


def one(work: Work, plan_id: UUID) -> PlanResult:
    """A plan, for whoever may assign; raises `Refused`."""
    session = work.session
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise Refused(Refusal.NOT_FOUND)
    found = rounds.one(work, plan.round_id, to=Action.ASSIGN)
    job = session.get_one(Job, plan.job_id)
    by = session.scalar(select(Account.name).where(Account.id == plan.made_by_id)) or ""
    now = prepared(session, plan, found)
    stale = bool(plan.input_hash) and plan.applied_at is None and input_hash(now) != plan.input_hash
    return PlanResult(plan, job, found, now, stale, by)


@dataclass(frozen=True, slots=True)
class Line:
    """A plan in a list."""

    plan: Plan
    job: Job


def newest(work: Work, round_id: UUID) -> list[Line]:
    """The last proposals of a round, the newest first."""
    rows = work.session.execute(
        select(Plan, Job).join(Job, Job.id == Plan.job_id).where(Plan.round_id == round_id)
        .order_by(Plan.made_at.desc(), Plan.id).limit(LISTED)
    )
    return [Line(*row) for row in rows]


def waiting(session: Session, round_id: UUID) -> UUID | None:
    """The plan of a round that is being made."""
    return session.scalar(
        select(Plan.id).join(Job, Job.id == Plan.job_id)
        .where(Plan.round_id == round_id, Job.state.in_((JobState.WAITING, JobState.RUNNING)))
        .order_by(Plan.made_at).limit(1)
    )


def prepared(session: Session, plan: Plan, found: Round) -> Panel:
    """The panel that a plan was asked about, as it stands now."""
    keep = "nothing" if plan.kind == "repair" else "published"
    return panel(session, found, choices_of(plan), keep=keep)


def choices_of(plan: Plan) -> Choices:
    """The choices as they were stored."""
    return Choices(**{**plan.choices, "changes": tuple(plan.choices.get("changes", ()))})


def wanted(plan: Plan) -> frozenset[Ids]:
    """The pairs of an answer; none without one."""
    return frozenset((UUID(each[0]), UUID(each[1])) for each in plan.result.get("pairs", ()))


def dropped(plan: Plan, now: Panel) -> frozenset[Ids]:
    """What taking a plan over takes away: proposed pairs that are not in it; of a repair, the moves it makes.

    A published assignment goes only where a repair says so.
    """
    target = wanted(plan)
    unseen = {
        pair for pair, routed in now.facts.assigned.items()
        if routed.published_at is None and pair[1] not in now.facts.shadows
    }
    if plan.kind == "repair":
        moved = {(UUID(each[0]), UUID(each[1])) for each in plan.result.get("dropped", ())}
        standing = {now.ids(pair) for pair in now.standing}
        return frozenset(moved & now.facts.assigned.keys() | (unseen - standing - target))
    return frozenset(unseen - target)
