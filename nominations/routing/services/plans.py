"""Plans of the optimiser, proposals and repairs: ordered, made by the worker, applied by the secretariat.

Reviewers see nothing of them: applying a plan proposes its pairs on the board, until they are published.
"""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from nominations.core.rules.errors import ChangedElsewhere, Refused
from nominations.core.rules.vocabulary import Action, JobState, Refusal
from nominations.core.tables import Job, Lock, Plan, Round
from nominations.core.work import Work
from nominations.routing.adapters import solver_child
from nominations.routing.queries.assignments import load_routing
from nominations.routing.queries.board import reason_not_to_publish
from nominations.routing.queries.panel import Choices, Panel, input_hash
from nominations.routing.queries.plans import (
    dropped_pairs,
    find_waiting_plan,
    judge_added_pairs,
    load_panel_of_plan,
)
from nominations.routing.rules import Limit
from nominations.routing.steps.assignment_changes import (
    add_assignments,
    lock_open_round,
    read_reason,
    remove_assignment,
)

_log = logging.getLogger(__name__)
_PAIRS = ("pairs", "added", "dropped", "lost", "lock_costs")
TOOK_OVER = "A plan was taken over."
# One at a time: each may use a processor for a minute.
_one = threading.Lock()


def order_plan(work: Work, round_id: UUID, choices: Choices, *, repair: bool = False) -> UUID:
    """Order a plan or a repair from the worker and return its id; while one of the round is being made, that one's."""
    return _enqueue_plan(work, round_id, choices, repair)


def _enqueue_plan(work: Work, round_id: UUID, choices: Choices, repair: bool) -> UUID:
    with work.transaction() as session:
        this_round = lock_open_round(work, round_id)
        if waiting := find_waiting_plan(session, this_round.id):
            return waiting
        plan_id = uuid4()
        job = work.enqueue_job("plan", plan_id=plan_id)
        _store_plan(work, session, this_round, plan_id, job, choices, repair)
    return plan_id


def order_changed_plan(
    work: Work, round_id: UUID, choices: Choices, changes: Sequence[Mapping[str, Any]], *, repair: bool = False
) -> UUID:
    """The same with more limits changed; the newest change of a limit counts."""
    limits = {
        (change["kind"], change["file"], change["who"], change["group"]): dict(change)
        for change in (*choices.changes, *changes)
    }
    return _enqueue_plan(work, round_id, replace(choices, changes=tuple(limits.values())), repair)


def make_plan_now(work: Work, round_id: UUID, choices: Choices, *, repair: bool = False) -> UUID:
    """The same, made at once in this process; for the command line and the demonstration."""
    with work.transaction() as session:
        this_round = lock_open_round(work, round_id)
        plan_id = uuid4()
        job = Job(
            id=uuid4(), task="plan", arguments={"plan_id": str(plan_id)}, made_at=work.now,
            state=JobState.RUNNING, started_at=work.now, made_by_id=work.actor.id,
        )
        session.add(job)
        _store_plan(work, session, this_round, plan_id, job, choices, repair)
    make(work, job)
    return plan_id


def _store_plan(
    work: Work, session: Session, this_round: Round, plan_id: UUID, job: Job, choices: Choices, repair: bool
) -> None:
    session.flush()
    plain_choices = {**asdict(choices), "changes": [dict(change) for change in choices.changes]}
    session.add(Plan(
        id=plan_id, round_id=this_round.id, job_id=job.id, kind="repair" if repair else "proposal", seed=choices.seed,
        choices=plain_choices, made_at=work.now, made_by_id=work.actor.id,
    ))
    session.flush()
    work.record("ask_plan", f"plan:{plan_id}", {"round": str(this_round.id), "repair": repair, **plain_choices})


def make(work: Work, job: Job) -> None:
    """Make the plan of a job and store its result; for the worker. The job holds what goes wrong."""
    plan_id, job_id = UUID(job.arguments["plan_id"]), job.id
    with _one:
        ready, is_repair, moves = _load_panel(work, plan_id)
        try:
            answer, trouble = solver_child.solve(
                ready.problem, is_repair=is_repair, standing=ready.standing,
                movable=ready.movable if moves else frozenset(),
            ), ""
        except solver_child.SolvingFailed as failed:
            _log.warning("plan.failed", extra={"ids": {"plan": str(plan_id), "why": failed.detail}})
            answer, trouble = {}, str(failed.reason)
    with work.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        plan.input_hash, plan.versions = input_hash(ready), solver_child.library_versions()
        plan.result = _with_ids(ready, answer) if answer else {}
        ended = session.get_one(Job, job_id, populate_existing=True)
        ended.state, ended.ended_at = JobState.FAILED if trouble else JobState.DONE, work.now
        ended.trouble = trouble


def _load_panel(work: Work, plan_id: UUID) -> tuple[Panel, bool, bool]:
    """The panel of now, whether it is a repair, and whether that may move files; holds no lock afterwards."""
    with Session(work.session.get_bind().execution_options(writes=False)) as session:
        plan = session.get_one(Plan, plan_id)
        ready = load_panel_of_plan(session, plan, session.get_one(Round, plan.round_id))
        return ready, plan.kind == "repair", bool(plan.choices.get("moves"))


def _with_ids(ready: Panel, answer: dict[str, Any]) -> dict[str, Any]:
    """The solver's answer, with the ids of files and reviewers in place of their indexes."""
    file = {index: str(file.id) for index, file in enumerate(ready.files)} | {-1: ""}
    who = {index: str(reviewer.id) for index, reviewer in enumerate(ready.reviewers)} | {-1: ""}

    def pair(numbers: Sequence[Any]) -> list[Any]:
        return [file[numbers[0]], who[numbers[1]], *numbers[2:]]

    def change(plain: dict[str, Any]) -> dict[str, Any]:
        return {**plain, "file": file[plain["file"]], "who": who[plain["who"]]}

    if answer["outcome"] == "blocked":
        return {
            **answer, "cause": _cause(answer["cause"], file, who),
            "singles": [change(single) for single in answer["singles"]],
            "together": [change(plain) for plain in answer["together"]],
        }
    figures, fairness = answer["quality"], answer["fairness"]
    return {
        **answer, **{name: [pair(numbers) for numbers in answer[name]] for name in _PAIRS},
        "quality": {
            **figures, "without_native": [file[index] for index in figures["without_native"]],
            "groups": [[who[index] for index in group] for group in figures["groups"]],
        },
        "fairness": {**fairness, "hard": [[file[index], best] for index, best in fairness.get("hard", ())]},
    }


def _cause(cause: dict[str, Any], file: dict[int, str], who: dict[int, str]) -> dict[str, Any]:
    match cause["kind"]:
        case "few_readers":
            return {**cause, "files": [[file[needs[0]], *needs[1:]] for needs in cause["files"]]}
        case "short_set":
            return {**cause, "files": [file[index] for index in cause["files"]],
                    "readers": [who[index] for index in cause["readers"]]}
        case "rules":
            return {**cause, "broken": [[kind, file[f], who[r], *rest] for kind, f, r, *rest in cause["broken"]]}
    return cause


def apply_plan(work: Work, plan_id: UUID, reason: str = "") -> tuple[int, int]:
    """Change the proposed assignments to those of a plan; returns how many were proposed and how many removed.

    A plan in which somebody lifted a limit needs a reason. Raises `Invalid` at `reason` without one, `ChangedElsewhere`
    where its input has changed since, or it was applied already.
    """
    reason = read_reason(reason)
    with work.transaction() as session:
        plan = session.get(Plan, plan_id)
        if plan is None:
            raise Refused(Refusal.NOT_FOUND)
        this_round = lock_open_round(work, plan.round_id)
        session.refresh(plan)
        if plan.result.get("outcome") != "answer":
            raise Refused(Refusal.WRONG_STATE)
        now = load_panel_of_plan(session, plan, this_round)
        if plan.applied_at is not None or input_hash(now) != plan.input_hash:
            raise ChangedElsewhere
        added = judge_added_pairs(plan, now)
        dropped = sorted(dropped_pairs(plan, now))
        if any(verdict.bar or Limit.LANGUAGE in verdict.limits for verdict in added.values()):
            raise ChangedElsewhere
        for pair in dropped:
            remove_assignment(work, session, this_round, *pair, TOOK_OVER)
        kept = add_assignments(work, session, this_round, added, dict.fromkeys(added, reason))
        plan.applied_at, plan.applied_by_id = work.now, work.actor.id
        session.flush()
        work.record(Action.ASSIGN, this_round, {
            "plan": str(plan.id), "proposed": [[str(file), str(who)] for file, who in added],
            "removed": [[str(file), str(who)] for file, who in dropped], **kept,
        })
    return len(added), len(dropped)


def lock_pair(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> None:
    """Fix a pair for every plan of the round; raises `Refused` where the rules bar it, so that no lock overrides a
    conflict.
    """
    with work.transaction() as session:
        this_round = lock_open_round(work, round_id)
        facts = load_routing(session, this_round, [nomination_id])
        if nomination_id not in facts.files or reviewer_id not in facts.reviewers:
            raise Refused(Refusal.NOT_FOUND)
        if reason_not_to_publish(facts.pair(nomination_id, reviewer_id)) is not None:
            raise Refused(Refusal.CONFLICT)
        if session.get(Lock, (round_id, nomination_id, reviewer_id)) is None:
            session.add(Lock(
                round_id=this_round.id, nomination_id=nomination_id, reviewer_id=reviewer_id, at=work.now,
                by_id=work.actor.id,
            ))
        session.flush()
        work.record(
            Action.ASSIGN, f"nomination:{nomination_id}", {"locked": str(reviewer_id), "round": str(this_round.id)}
        )


def unlock_pair(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> None:
    """Remove the lock of a pair, if it has one."""
    with work.transaction() as session:
        this_round = lock_open_round(work, round_id)
        if (row := session.get(Lock, (this_round.id, nomination_id, reviewer_id))) is not None:
            session.delete(row)
        session.flush()
        work.record(Action.ASSIGN, f"nomination:{nomination_id}", {"unlocked": str(reviewer_id),
                                                                   "round": str(this_round.id)})
