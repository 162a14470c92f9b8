"""The conflict desk: declarations, open questions, recusals."""

from collections.abc import Sequence
from math import ceil
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.conflicts.queries.conflicts import (
    ON_A_PAGE,
    list_reviewers,
    load_declaration,
    load_desk,
    load_for_recusal,
    load_recusal,
)
from nominations.conflicts.services.conflicts import decide_declaration, recuse_reviewer
from nominations.conflicts.texts import CONFLICT_ANSWERS, CONFLICT_KINDS, CONFLICT_STATES, errors_of
from nominations.conflicts.views.findings import list_found
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action, ConflictAnswer
from nominations.rounds.texts import ROUNDS
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work
from nominations.web.request_values import list_chosen_ids

Page = str | tuple[str, int] | Response


@bp.get("/conflicts")
@needs(Action.DECIDE_CONFLICT)
def conflicts() -> str:
    """Open questions first, then what the system found, then all declarations and recusals."""
    return desk_page()


def desk_page(problems: Sequence[tuple[str, str]] = ()) -> str:
    """The whole desk, with the problems of a decision that was refused."""
    answer = request.args.get("answer", "")
    answer = answer if answer in {item.value for item in ConflictAnswer} else ""
    reviewer, page = list_chosen_ids("reviewer")[:1], max(1, request.args.get("page", 1, type=int))
    desk = load_desk(
        work(), edition_id(), answer=ConflictAnswer(answer) if answer else None,
        reviewer_id=reviewer[0] if reviewer else None, page=min(page, 10_000),
    )
    return render_template(
        "secretariat/conflicts.html", desk=desk, answer=answer, reviewer=str(reviewer[0]) if reviewer else "",
        reviewers=list_reviewers(work(), edition_id()), answers=CONFLICT_ANSWERS, kinds=CONFLICT_KINDS,
        states=CONFLICT_STATES, rounds=ROUNDS, page_number=page, pages=max(1, ceil(desk.total / ON_A_PAGE)),
        **list_found(problems),
    )


@bp.get("/conflicts/<uuid:conflict_id>")
@needs(Action.DECIDE_CONFLICT)
def conflict(conflict_id: UUID) -> str:
    """One declaration, its history, and the decision."""
    return _conflict(conflict_id)


@bp.post("/conflicts/<uuid:conflict_id>")
@needs(Action.DECIDE_CONFLICT)
def decide_conflict(conflict_id: UUID) -> Page:
    """Confirm it, which recuses the reviewer, or clear it."""
    confirmed = request.form.get("decision") == "confirm"
    try:
        if request.form.get("decision") not in ("confirm", "clear"):
            raise Invalid(decision="missing")
        decide_declaration(work(), conflict_id, confirmed=confirmed, reason=request.form.get("reason", ""))
    except Invalid as wrong:
        return _conflict(conflict_id, wrong), 422
    flash(gettext("Conflict confirmed. This reviewer can no longer open the nomination.") if confirmed
          else gettext("The conflict is cleared. The reviewer can open the nomination."), "success")
    return redirect(url_for("secretariat.conflicts"))


def _conflict(conflict_id: UUID, wrong: Invalid | None = None) -> str:
    declaration, history = load_declaration(work(), conflict_id)
    return render_template(
        "secretariat/conflict.html", declared=declaration, history=history, answers=CONFLICT_ANSWERS,
        kinds=CONFLICT_KINDS, states=CONFLICT_STATES, rounds=ROUNDS, reason=request.form.get("reason", ""),
        decision=request.form.get("decision", ""), errors=errors_of(wrong),
    )


@bp.get("/recusals/<uuid:nomination_id>/<uuid:reviewer_id>")
@needs(Action.RECUSE)
def recusal(nomination_id: UUID, reviewer_id: UUID) -> str:
    """The page before a reviewer is recused: the consequences, the kind of conflict, the reason."""
    return _recusal(nomination_id, reviewer_id)


@bp.post("/recusals/<uuid:nomination_id>/<uuid:reviewer_id>")
@needs(Action.RECUSE)
def recuse(nomination_id: UUID, reviewer_id: UUID) -> Page:
    """Recuse the reviewer."""
    try:
        kind, reason = request.form.get("kind", ""), request.form.get("reason", "")
        recuse_reviewer(work(), nomination_id, reviewer_id, kind, reason)
    except Invalid as wrong:
        return _recusal(nomination_id, reviewer_id, wrong), 422
    flash(gettext("The reviewer is recused and can no longer open the nomination."), "success")
    return redirect(url_for("secretariat.conflicts"))


def _recusal(nomination_id: UUID, reviewer_id: UUID, wrong: Invalid | None = None) -> str:
    nomination, reviewer = load_for_recusal(work(), nomination_id, reviewer_id)
    return render_template(
        "secretariat/recusal.html", nomination=nomination, reviewer=reviewer, kinds=CONFLICT_KINDS,
        standing=load_recusal(work(), nomination_id, reviewer_id), kind=request.form.get("kind", ""),
        reason=request.form.get("reason", ""), errors=errors_of(wrong),
    )
