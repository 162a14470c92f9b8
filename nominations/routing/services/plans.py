"""Proposals and repairs of the optimiser: asked for, solved by the worker, taken over by somebody of the secretariat.

Nothing of it is visible to a reviewer: what is taken over is proposed on the board until it is published.
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
from nominations.routing.queries import plans as query
from nominations.routing.queries.assignments import routing
from nominations.routing.queries.board import reasons_not_to_publish
from nominations.routing.queries.panel import Choices, Panel, input_hash
from nominations.routing.steps.assignment_changes import add_assignment, open_round, remove_assignment

_log = logging.getLogger(__name__)
_PAIRS = ("pairs", "added", "dropped", "lost", "lock_costs")
TOOK_OVER = "A plan was taken over."
# One at a time: each may use a processor for a minute.
_one = threading.Lock()


def ask(work: Work, round_id: UUID, choices: Choices, *, repair: bool = False) -> UUID:
    """Ask the worker for a plan or a repair; while one of the round is being made, that one. The id of the plan."""
    return _asked(work, round_id, choices, repair)


def _asked(work: Work, round_id: UUID, choices: Choices, repair: bool) -> UUID:
    with work.transaction() as session:
        found = open_round(work, round_id)
        if waiting := query.waiting(session, found.id):
            return waiting
        plan_id = uuid4()
        job = work.enqueue_job("plan", plan_id=plan_id)
        _keep(work, session, found, plan_id, job, choices, repair)
    return plan_id


def ask_changed(
    work: Work, round_id: UUID, choices: Choices, changes: Sequence[Mapping[str, Any]], *, repair: bool = False
) -> UUID:
    """The same with more limits changed; the newest word on a limit counts. The id of the plan."""
    limits = {
        (each["kind"], each["file"], each["who"], each["group"]): dict(each) for each in (*choices.changes, *changes)
    }
    return _asked(work, round_id, replace(choices, changes=tuple(limits.values())), repair)


def ask_and_wait(work: Work, round_id: UUID, choices: Choices, *, repair: bool = False) -> UUID:
    """The same, solved here and now; for the command line and the demonstration."""
    with work.transaction() as session:
        found = open_round(work, round_id)
        plan_id = uuid4()
        job = Job(
            id=uuid4(), task="plan", arguments={"plan_id": str(plan_id)}, made_at=work.now,
            state=JobState.RUNNING, started_at=work.now, made_by_id=work.actor.id,
        )
        session.add(job)
        _keep(work, session, found, plan_id, job, choices, repair)
    make(work, job)
    return plan_id


def _keep(
    work: Work, session: Session, found: Round, plan_id: UUID, job: Job, choices: Choices, repair: bool
) -> None:
    session.flush()
    asked = {**asdict(choices), "changes": [dict(each) for each in choices.changes]}
    session.add(Plan(
        id=plan_id, round_id=found.id, job_id=job.id, kind="repair" if repair else "proposal", seed=choices.seed,
        choices=asked, made_at=work.now, made_by_id=work.actor.id,
    ))
    session.flush()
    work.record("ask_plan", f"plan:{plan_id}", {"round": str(found.id), "repair": repair, **asked})


def make(work: Work, job: Job) -> None:
    """Solve what a job asks for and keep what came of it; for the worker. What goes wrong is said in the job."""
    plan_id, job_id = UUID(job.arguments["plan_id"]), job.id
    with _one:
        ready, is_repair, moves = _ready(work, plan_id)
        try:
            told, trouble = solver_child.solve(
                ready.problem, is_repair=is_repair, standing=ready.standing,
                movable=ready.movable if moves else frozenset(),
            ), ""
        except solver_child.SolvingFailed as failed:
            _log.warning("plan.failed", extra={"ids": {"plan": str(plan_id), "why": failed.detail}})
            told, trouble = {}, str(failed.reason)
    with work.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        plan.input_hash, plan.versions = input_hash(ready), solver_child.versions()
        plan.result = with_ids(ready, told) if told else {}
        ended = session.get_one(Job, job_id, populate_existing=True)
        ended.state, ended.ended_at = JobState.FAILED if trouble else JobState.DONE, work.now
        ended.trouble = trouble


def _ready(work: Work, plan_id: UUID) -> tuple[Panel, bool, bool]:
    """The panel as things stand, whether it is a repair, and whether that may move files; nothing is locked after."""
    with Session(work.session.get_bind().execution_options(writes=False)) as session:
        plan = session.get_one(Plan, plan_id)
        ready = query.prepared(session, plan, session.get_one(Round, plan.round_id))
        return ready, plan.kind == "repair", bool(plan.choices.get("moves"))


def with_ids(ready: Panel, told: dict[str, Any]) -> dict[str, Any]:
    """What the solver told, with the ids of files and reviewers in place of their numbers."""
    file = {index: str(each.id) for index, each in enumerate(ready.files)} | {-1: ""}
    who = {index: str(each.id) for index, each in enumerate(ready.reviewers)} | {-1: ""}

    def pair(each: Sequence[Any]) -> list[Any]:
        return [file[each[0]], who[each[1]], *each[2:]]

    def change(each: dict[str, Any]) -> dict[str, Any]:
        return {**each, "file": file[each["file"]], "who": who[each["who"]]}

    if told["outcome"] == "blocked":
        return {
            **told, "cause": _cause(told["cause"], file, who), "singles": [change(each) for each in told["singles"]],
            "together": [change(each) for each in told["together"]],
        }
    figures, fairness = told["quality"], told["fairness"]
    return {
        **told, **{name: [pair(each) for each in told[name]] for name in _PAIRS},
        "quality": {
            **figures, "without_native": [file[each] for each in figures["without_native"]],
            "groups": [[who[each] for each in group] for group in figures["groups"]],
        },
        "fairness": {**fairness, "hard": [[file[each], best] for each, best in fairness.get("hard", ())]},
    }


def _cause(cause: dict[str, Any], file: dict[int, str], who: dict[int, str]) -> dict[str, Any]:
    match cause["kind"]:
        case "few_readers":
            return {**cause, "files": [[file[each[0]], *each[1:]] for each in cause["files"]]}
        case "short_set":
            return {**cause, "files": [file[each] for each in cause["files"]],
                    "readers": [who[each] for each in cause["readers"]]}
        case "rules":
            return {**cause, "broken": [[kind, file[f], who[r], *rest] for kind, f, r, *rest in cause["broken"]]}
    return cause


def take_over(work: Work, plan_id: UUID) -> tuple[int, int]:
    """Make the board what an answer says; how many were proposed and how many taken away.

    Raises `ChangedElsewhere` where what it rests on has changed since, or somebody took it over already.
    """
    with work.transaction() as session:
        plan = session.get(Plan, plan_id)
        if plan is None:
            raise Refused(Refusal.NOT_FOUND)
        found = open_round(work, plan.round_id)
        session.refresh(plan)
        if plan.result.get("outcome") != "answer":
            raise Refused(Refusal.WRONG_STATE)
        now = query.prepared(session, plan, found)
        if plan.applied_at is not None or input_hash(now) != plan.input_hash:
            raise ChangedElsewhere
        added = sorted(query.wanted(plan) - now.facts.assigned.keys())
        dropped = sorted(query.dropped(plan, now))
        for pair in dropped:
            remove_assignment(work, session, found, *pair, TOOK_OVER)
        session.add_all(add_assignment(work, found, *pair) for pair in added)
        plan.applied_at, plan.applied_by_id = work.now, work.actor.id
        session.flush()
        work.record(Action.ASSIGN, found, {
            "plan": str(plan.id), "proposed": [[str(file), str(who)] for file, who in added],
            "removed": [[str(file), str(who)] for file, who in dropped],
        })
    return len(added), len(dropped)


def lock(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> None:
    """Fix a pair for every plan of the round; raises `Refused` where the rules bar it. A conflict is overridden
    by no lock.
    """
    with work.transaction() as session:
        found = open_round(work, round_id)
        facts = routing(session, found, [nomination_id])
        if nomination_id not in facts.files or reviewer_id not in facts.reviewers:
            raise Refused(Refusal.NOT_FOUND)
        if reasons_not_to_publish(facts.pair(nomination_id, reviewer_id)) is not None:
            raise Refused(Refusal.CONFLICT)
        if session.get(Lock, (round_id, nomination_id, reviewer_id)) is None:
            session.add(Lock(
                round_id=found.id, nomination_id=nomination_id, reviewer_id=reviewer_id, at=work.now,
                by_id=work.actor.id,
            ))
        session.flush()
        work.record(Action.ASSIGN, f"nomination:{nomination_id}", {"locked": str(reviewer_id), "round": str(found.id)})


def unlock(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> None:
    """Free a pair again; one that is free stays so."""
    with work.transaction() as session:
        found = open_round(work, round_id)
        if (row := session.get(Lock, (found.id, nomination_id, reviewer_id))) is not None:
            session.delete(row)
        session.flush()
        work.record(Action.ASSIGN, f"nomination:{nomination_id}", {"unlocked": str(reviewer_id),
                                                                   "round": str(found.id)})
