"""Rounds: the list, opening the first and the final one, closing."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext, ngettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.ranking.queries import scores
from nominations.ranking.services import manage_rounds
from nominations.redaction.queries import checks
from nominations.reviewing.queries import peers
from nominations.reviewing.queries.progress import load_progress
from nominations.rounds.queries import rounds
from nominations.rounds.texts import ROUNDS
from nominations.routing.views.errors import list_errors
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work
from nominations.web.request_values import category_word, list_chosen_ids, parse_count

Page = str | tuple[str, int] | Response


@bp.get("/rounds", endpoint="rounds")
@needs(Action.SEE_SCORES)
def list_rounds() -> str:
    """Each category with its rounds."""
    lines = rounds.list_rounds(work(), edition_id())
    blind_rounds = rounds.list_blind_rounds(work(), edition_id())
    return render_template(
        "secretariat/rounds.html", lines=lines, categories=edition().categories, round_words=ROUNDS,
        eligible=rounds.count_eligible(work(), edition_id()),
        open_totals=peers.list_rounds_that_show(work().session, edition_id()),
        blind_rounds=blind_rounds, unchecked={
            round_id: checks.count_unchecked_in_round(work().session, round_id) for round_id in blind_rounds
        },
    )


@bp.get("/rounds/open/<category>")
@needs(Action.OPEN_ROUND)
def round_opening(category: str) -> str:
    """The form that opens the first round of a category: its nominations, and the day it is due."""
    return _opening(category)


@bp.post("/rounds/open/<category>")
@needs(Action.OPEN_ROUND)
def open_round(category: str) -> Page:
    """Open it."""
    try:
        round_ = manage_rounds.open_first_round(
            work(), edition_id(), category, request.form.get("due_on", ""),
            unchecked=parse_count(request.form.get("unchecked", "")),
        )
    except Invalid as wrong:
        return _opening(category, wrong), 422
    flash(gettext("The round is open. Now assign its nominations to reviewers."), "success")
    return redirect(url_for("secretariat.assignments", round=round_.id))


def _opening(category: str, wrong: Invalid | None = None) -> str:
    return render_template(
        "secretariat/round_opening.html", category=category, category_word=category_word(category),
        files=rounds.count_eligible(work(), edition_id()).get(category, 0),
        unchecked=checks.count_unchecked_eligible(work(), edition_id(), category) if edition().hide_identity else 0,
        due_on=request.form.get("due_on", ""),
        errors=list_errors(wrong) if wrong else [],
    )


@bp.post("/rounds/<uuid:round_id>/latecomers")
@needs(Action.ADD_FILES)
def add_latecomers(round_id: UUID) -> Response:
    """Add the nominations that became eligible later."""
    count = manage_rounds.add_latecomers(work(), round_id)
    flash(ngettext("%(num)s nomination now takes part.", "%(num)s nominations now take part.", count), "success")
    return redirect(url_for("secretariat.rounds"))


@bp.post("/rounds/<uuid:round_id>/due")
@needs(Action.CHANGE_DUE)
def change_due(round_id: UUID) -> Page:
    """Change the day by which reviews are due."""
    try:
        manage_rounds.change_due(work(), round_id, request.form.get("due_on", ""))
    except Invalid as wrong:
        return _closing(round_id, wrong), 422
    flash(gettext("The deadline for reviews is changed."), "success")
    return redirect(url_for("secretariat.rounds"))


@bp.get("/rounds/<uuid:round_id>/close")
@needs(Action.CLOSE_ROUND)
def round_closing(round_id: UUID) -> str:
    """Before a round is closed: who has not finished, which nominations have too few reviews, and the day it is due."""
    return _closing(round_id)


@bp.post("/rounds/<uuid:round_id>/close")
@needs(Action.CLOSE_ROUND)
def close_round(round_id: UUID) -> Response:
    """Close it."""
    manage_rounds.close_round(work(), round_id)
    flash(gettext("The round is closed. Its scores can now be seen."), "success")
    return redirect(url_for("secretariat.round", round_id=round_id))


def _closing(round_id: UUID, wrong: Invalid | None = None) -> str:
    progress = load_progress(work(), round_id, to=Action.CLOSE_ROUND)
    return render_template(
        "secretariat/round_closing.html", progress=progress,
        category_word=category_word(progress.round.category),
        round_word=ROUNDS[progress.round.code], due_on=request.form.get("due_on", ""),
        errors=list_errors(wrong) if wrong else [],
    )


@bp.get("/rounds/<uuid:round_id>/final")
@needs(Action.OPEN_ROUND)
def round_final(round_id: UUID) -> str:
    """The form that opens the final round over the nominations chosen in the ranking."""
    return _final(round_id)


@bp.post("/rounds/<uuid:round_id>/final")
@needs(Action.OPEN_ROUND)
def open_final(round_id: UUID) -> Page:
    """Open it."""
    try:
        round_ = manage_rounds.open_final_round(
            work(), round_id, list_chosen_ids("file"), request.form.get("due_on", ""),
            unchecked=parse_count(request.form.get("unchecked", "")),
        )
    except Invalid as wrong:
        return _final(round_id, wrong), 422
    flash(gettext("The final round is open. Now assign its nominations to reviewers."), "success")
    return redirect(url_for("secretariat.assignments", round=round_.id))


def _final(round_id: UUID, wrong: Invalid | None = None) -> str:
    round_ = rounds.one(work(), round_id, to=Action.OPEN_ROUND)
    files = [nomination for nomination in scores.list_nominations(work(), round_id) if nomination.is_eligible]
    chosen = set(list_chosen_ids("file"))
    problem = wrong.problems.get("unchecked") if wrong else None
    return render_template(
        "secretariat/round_final.html", round=round_, category_word=category_word(round_.category), files=files,
        chosen=chosen, unchecked=problem[1]["num"] if problem else 0,
        due_on=request.form.get("due_on", ""), errors=list_errors(wrong) if wrong else [],
    )
