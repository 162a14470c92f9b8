"""Plans of a round: how far the solver is, its answer, and how that differs from the assignments of now."""

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
from nominations.routing.queries.assignment_check import AssignmentCheck, Ids, Verdict
from nominations.routing.queries.panel import Choices, Panel, input_hash, load_panel
from nominations.routing.rules import Doubt, Limit

LISTED = 20


@dataclass(frozen=True)
class PlanResult:
    """A plan with everything its page shows. `panel` is the round as it is now."""

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
        return planned_pairs(self.plan)

    @cached_property
    def added(self) -> list[Ids]:
        """The pairs that applying the plan would propose."""
        return self._ordered(self.wanted - self.panel.facts.assigned.keys())

    @cached_property
    def dropped(self) -> list[Ids]:
        """The assignments that applying the plan would remove."""
        return self._ordered(dropped_pairs(self.plan, self.panel))

    @cached_property
    def exceptions(self) -> dict[Ids, tuple[Limit | Doubt, ...]]:
        """The new pairs that break a lifted limit, or need a reason otherwise; in the order of `added`."""
        verdicts = judge_added_pairs(self.plan, self.panel)
        against: dict[Ids, tuple[Limit | Doubt, ...]] = {
            pair: (*verdicts[pair].limits, *verdicts[pair].doubts) for pair in self.added
        }
        return {pair: codes for pair, codes in against.items() if codes}

    @property
    def same(self) -> int:
        """How many assignments applying the plan would leave as they are."""
        return len(self.wanted & self.panel.facts.assigned.keys())

    def _ordered(self, pairs: frozenset[Ids]) -> list[Ids]:
        facts = self.panel.facts
        return sorted(pairs, key=lambda pair: (facts.files[pair[0]].reference, facts.reviewers[pair[1]].name))


def load_plan(work: Work, plan_id: UUID) -> PlanResult:
    """A plan; raises `Refused` where it does not exist or the actor may not assign."""
    session = work.session
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise Refused(Refusal.NOT_FOUND)
    this_round = rounds.one(work, plan.round_id, to=Action.ASSIGN)
    job = session.get_one(Job, plan.job_id)
    by = session.scalar(select(Account.name).where(Account.id == plan.made_by_id)) or ""
    now = load_panel_of_plan(session, plan, this_round)
    stale = bool(plan.input_hash) and plan.applied_at is None and input_hash(now) != plan.input_hash
    return PlanResult(plan, job, this_round, now, stale, by)


@dataclass(frozen=True, slots=True)
class Line:
    """A plan in a list."""

    plan: Plan
    job: Job


def list_newest_plans(work: Work, round_id: UUID) -> list[Line]:
    """The last plans of a round, the newest first."""
    plans_with_jobs = work.session.execute(
        select(Plan, Job).join(Job, Job.id == Plan.job_id).where(Plan.round_id == round_id)
        .order_by(Plan.made_at.desc(), Plan.id).limit(LISTED)
    )
    return [Line(*row) for row in plans_with_jobs]


def find_waiting_plan(session: Session, round_id: UUID) -> UUID | None:
    """The plan of a round that is waiting or being made; None where none is."""
    return session.scalar(
        select(Plan.id).join(Job, Job.id == Plan.job_id)
        .where(Plan.round_id == round_id, Job.state.in_((JobState.WAITING, JobState.RUNNING)))
        .order_by(Plan.made_at).limit(1)
    )


def load_panel_of_plan(session: Session, plan: Plan, this_round: Round) -> Panel:
    """The panel of now for the choices of a plan."""
    keep = "nothing" if plan.kind == "repair" else "published"
    return load_panel(session, this_round, stored_choices(plan), keep=keep)


def stored_choices(plan: Plan) -> Choices:
    """The choices as they were stored."""
    return Choices(**{**plan.choices, "changes": tuple(plan.choices.get("changes", ()))})


def planned_pairs(plan: Plan) -> frozenset[Ids]:
    """The pairs of a plan's answer; empty without one."""
    return frozenset((UUID(pair[0]), UUID(pair[1])) for pair in plan.result.get("pairs", ()))


def dropped_pairs(plan: Plan, now: Panel) -> frozenset[Ids]:
    """The assignments that applying a plan removes: proposed pairs that it does not hold, and the moves of a repair.

    A published assignment is removed only where a repair moves it.
    """
    target = planned_pairs(plan)
    unseen = {
        pair for pair, routed in now.facts.assigned.items()
        if routed.published_at is None and pair[1] not in now.facts.shadows
    }
    if plan.kind == "repair":
        moved = {(UUID(pair[0]), UUID(pair[1])) for pair in plan.result.get("dropped", ())}
        standing = {now.ids(pair) for pair in now.standing}
        return frozenset(moved & now.facts.assigned.keys() | (unseen - standing - target))
    return frozenset(unseen - target)


def judge_added_pairs(plan: Plan, now: Panel) -> dict[Ids, Verdict]:
    """The pairs that applying a plan proposes, each with the verdict of the check that every assignment passes."""
    check = AssignmentCheck(now.facts, now.suits, stored_choices(plan).reviews)
    for pair in dropped_pairs(plan, now):
        check.release(pair)
    verdicts = {}
    for pair in sorted(planned_pairs(plan) - now.facts.assigned.keys()):
        verdicts[pair] = check.judge(pair)
        check.take(pair)
    return verdicts
