"""Plans of the optimiser: ordered, shown with their quality or what blocks them, applied."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext, ngettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action, JobState
from nominations.documents.texts import JOB_STATES
from nominations.rounds.queries import rounds
from nominations.rounds.texts import ROUNDS
from nominations.routing.queries.pair_values import current_sums
from nominations.routing.queries.panel import Choices
from nominations.routing.queries.plans import PlanResult, list_newest_plans, load_plan, stored_choices
from nominations.routing.reports import sentences
from nominations.routing.services.plans import apply_plan, lock_pair, order_changed_plan, order_plan, unlock_pair
from nominations.routing.texts import WORDS
from nominations.routing.views.errors import list_errors
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work
from nominations.web.request_values import category_word

Page = str | tuple[str, int] | Response
MOST_REVIEWS, MOST_SEED = 10, 2**31 - 1


@bp.get("/assignments/<uuid:round_id>/plans")
@needs(Action.ASSIGN)
def plans(round_id: UUID) -> str:
    """The form to order a proposal or a repair, and the last plans."""
    this_round = rounds.one(work(), round_id, to=Action.ASSIGN)
    lines = list_newest_plans(work(), round_id)
    last = next((line.plan for line in lines if line.plan.applied_at), None)
    return render_template(
        "secretariat/plans.html", round=this_round, lines=lines, states=JOB_STATES,
        reviews=stored_choices(last).reviews if last else edition().scoring.least_reviews,
        round_word=ROUNDS[this_round.code], category_word=category_word(this_round.category),
    )


@bp.post("/assignments/<uuid:round_id>/plans")
@needs(Action.ASSIGN)
def ask_plan(round_id: UUID) -> Response:
    """Order a plan from the worker."""
    repair = request.form.get("kind") == "repair"
    plan_id = order_plan(work(), round_id, _read_choices(), repair=repair)
    return redirect(url_for("secretariat.plan", plan_id=plan_id))


def _read_choices() -> Choices:
    """The choices of the form; the default for what is no number."""
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
    """How far a plan is; then its quality and its changes, or what blocks it and what would help."""
    return _render_plan(plan_id)


def _render_plan(plan_id: UUID, wrong: Invalid | None = None) -> str:
    plan_result = load_plan(work(), plan_id)
    names = sentences.load_names(plan_result.panel, edition())
    return render_template(
        "secretariat/plan.html", plan_result=plan_result, facts=plan_result.panel.facts, sentences=sentences,
        names=names,
        said=sentences.describe_quality(plan_result.result, names) if plan_result.is_answer else [],
        waits=plan_result.job.state in (JobState.WAITING, JobState.RUNNING), round_word=ROUNDS[plan_result.round.code],
        category_word=category_word(plan_result.round.category), compared=_compare_points(plan_result)
        if plan_result.is_answer else None,
        worth=plan_result.panel.worth, words=WORDS, reason=request.form.get("reason", ""),
        errors=list_errors(wrong) if wrong else [],
    )


def _compare_points(plan_result: PlanResult) -> dict[str, int]:
    """The points of all files and of the worst one, now and with the plan."""
    now = current_sums(plan_result.panel.facts, plan_result.panel.suits)
    then = dict.fromkeys(now, 0)
    for file, *_who, expertise, language, wish, variety in plan_result.result["pairs"]:
        if UUID(file) in then:
            then[UUID(file)] += expertise + language + wish + variety
    return {
        "total": sum(now.values()), "total_then": sum(then.values()), "worst": min(now.values(), default=0),
        "worst_then": min(then.values(), default=0),
    }


@bp.post("/plans/<uuid:plan_id>/take-over")
@needs(Action.ASSIGN)
def take_over_plan(plan_id: UUID) -> Page:
    """Apply a plan; reviewers see nothing of it before it is published."""
    try:
        added, dropped = apply_plan(work(), plan_id, request.form.get("reason", ""))
    except Invalid as wrong:
        return _render_plan(plan_id, wrong), 422
    flash(ngettext("%(num)s assignment is proposed.", "%(num)s assignments are proposed.", added), "success")
    if dropped:
        flash(ngettext("%(num)s assignment was removed.", "%(num)s assignments were removed.", dropped), "info")
    return redirect(url_for("secretariat.assignments", round=load_plan(work(), plan_id).round.id))


@bp.post("/plans/<uuid:plan_id>/again")
@needs(Action.ASSIGN)
def ask_again(plan_id: UUID) -> Response:
    """Order the same plan with one limit changed, or with those that together make it possible."""
    plan_result = load_plan(work(), plan_id)
    chosen = request.form.get("change", "")
    offered = plan_result.result.get("singles", [])
    if chosen.isdigit() and int(chosen) < len(offered):
        changes = [offered[int(chosen)]]
    else:
        changes = list(plan_result.result.get("together", ()))
    choices = stored_choices(plan_result.plan)
    again = order_changed_plan(work(), plan_result.round.id, choices, changes, repair=plan_result.is_repair)
    return redirect(url_for("secretariat.plan", plan_id=again))


@bp.post("/assignments/<uuid:round_id>/<uuid:nomination_id>/<uuid:reviewer_id>/lock")
@needs(Action.ASSIGN)
def lock_assignment(round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> Response:
    """Lock the pair for every plan, or unlock it."""
    if request.form.get("act") == "unlock":
        unlock_pair(work(), round_id, nomination_id, reviewer_id)
        flash(gettext("Assignment plans can change this pair again."), "success")
    else:
        lock_pair(work(), round_id, nomination_id, reviewer_id)
        flash(gettext("Every assignment plan keeps this pair."), "success")
    return redirect(url_for(
        "secretariat.assignment", round_id=round_id, nomination_id=nomination_id, reviewer_id=reviewer_id
    ))
