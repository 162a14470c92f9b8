"""Proposals and repairs of the optimiser: asked for, shown with their quality or what blocks them, taken over."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext, ngettext
from nominations.core.rules.vocabulary import Action, JobState
from nominations.documents.texts import JOB_STATES
from nominations.rounds.queries import rounds as round_query
from nominations.rounds.texts import ROUNDS
from nominations.routing.queries import plans as query
from nominations.routing.queries.pair_values import sums
from nominations.routing.queries.panel import Choices
from nominations.routing.queries.plans import PlanResult
from nominations.routing.reports import sentences
from nominations.routing.services import plans as use_case
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work
from nominations.web.request_values import category_word

MOST_REVIEWS, MOST_SEED = 10, 2**31 - 1


@bp.get("/assignments/<uuid:round_id>/plans")
@needs(Action.ASSIGN)
def plans(round_id: UUID) -> str:
    """Ask for a proposal or a repair; the last ones."""
    found = round_query.one(work(), round_id, to=Action.ASSIGN)
    lines = query.newest(work(), round_id)
    last = next((line.plan for line in lines if line.plan.applied_at), None)
    return render_template(
        "secretariat/plans.html", round=found, lines=lines, states=JOB_STATES,
        reviews=query.choices_of(last).reviews if last else edition().scoring.least_reviews,
        round_word=ROUNDS[found.code], category_word=category_word(found.category),
    )


@bp.post("/assignments/<uuid:round_id>/plans")
@needs(Action.ASSIGN)
def ask_plan(round_id: UUID) -> Response:
    """Ask for it; the worker makes it."""
    repair = request.form.get("kind") == "repair"
    plan_id = use_case.ask(work(), round_id, _typed(), repair=repair)
    return redirect(url_for("secretariat.plan", plan_id=plan_id))


def _typed() -> Choices:
    """The choices of the form; what is no number of the kind asked for is as usual."""
    reviews = request.form.get("reviews", type=int) or edition().scoring.least_reviews
    seed = request.form.get("seed", type=int) or 1
    return Choices(
        min(max(reviews, 1), MOST_REVIEWS), country_cap=1 if request.form.get("countries") else None,
        mixed_regions=bool(request.form.get("regions")), seed=min(max(seed, 0), MOST_SEED),
        moves=bool(request.form.get("moves")),
    )


@bp.get("/plans/<uuid:plan_id>")
@needs(Action.ASSIGN)
def plan(plan_id: UUID) -> str:
    """How far it is; then its quality and its moves, or what blocks it and what would help."""
    found = query.one(work(), plan_id)
    names = sentences.names_in(found.panel, edition())
    return render_template(
        "secretariat/plan.html", found=found, facts=found.panel.facts, sentences=sentences, names=names,
        said=sentences.quality(found.result, names) if found.is_answer else [],
        waits=found.job.state in (JobState.WAITING, JobState.RUNNING), round_word=ROUNDS[found.round.code],
        category_word=category_word(found.round.category), compared=_compared(found) if found.is_answer else None,
        worth=found.panel.worth,
    )


def _compared(found: PlanResult) -> dict[str, int]:
    """Points and the least well served file, as things stand and as they would."""
    now = sums(found.panel.facts, found.panel.suits)
    then = dict.fromkeys(now, 0)
    for file, *_who, expertise, language, wish, variety in found.result["pairs"]:
        if UUID(file) in then:
            then[UUID(file)] += expertise + language + wish + variety
    return {
        "total": sum(now.values()), "total_then": sum(then.values()), "worst": min(now.values(), default=0),
        "worst_then": min(then.values(), default=0),
    }


@bp.post("/plans/<uuid:plan_id>/take-over")
@needs(Action.ASSIGN)
def take_over_plan(plan_id: UUID) -> Response:
    """Propose what it says; reviewers see nothing of it before it is published."""
    added, dropped = use_case.take_over(work(), plan_id)
    flash(ngettext("%(num)s assignment is proposed.", "%(num)s assignments are proposed.", added), "success")
    if dropped:
        flash(ngettext("%(num)s assignment was removed.", "%(num)s assignments were removed.", dropped), "info")
    return redirect(url_for("secretariat.assignments", round=query.one(work(), plan_id).round.id))


@bp.post("/plans/<uuid:plan_id>/again")
@needs(Action.ASSIGN)
def ask_again(plan_id: UUID) -> Response:
    """Ask for the same with one limit changed, or with those that together make it possible."""
    found = query.one(work(), plan_id)
    chosen = request.form.get("change", "")
    offered = found.result.get("singles", [])
    if chosen.isdigit() and int(chosen) < len(offered):
        changes = [offered[int(chosen)]]
    else:
        changes = list(found.result.get("together", ()))
    asked = query.choices_of(found.plan)
    again = use_case.ask_changed(work(), found.round.id, asked, changes, repair=found.is_repair)
    return redirect(url_for("secretariat.plan", plan_id=again))


@bp.post("/assignments/<uuid:round_id>/<uuid:nomination_id>/<uuid:reviewer_id>/lock")
@needs(Action.ASSIGN)
def lock_assignment(round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> Response:
    """Fix the pair for every proposal, or free it."""
    if request.form.get("act") == "unlock":
        use_case.unlock(work(), round_id, nomination_id, reviewer_id)
        flash(gettext("Assignment plans can change this pair again."), "success")
    else:
        use_case.lock(work(), round_id, nomination_id, reviewer_id)
        flash(gettext("Every assignment plan keeps this pair."), "success")
    return redirect(url_for(
        "secretariat.assignment", round_id=round_id, nomination_id=nomination_id, reviewer_id=reviewer_id
    ))
