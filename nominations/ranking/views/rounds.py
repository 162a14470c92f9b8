"""Rounds: what stands where, opening the first and the final one, closing."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext, ngettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.ranking.queries import scores
from nominations.ranking.services import rounds as use_case
from nominations.reviewing.queries import peers
from nominations.reviewing.queries import progress as progress_query
from nominations.rounds.queries import rounds as query
from nominations.rounds.texts import ROUNDS
from nominations.routing.views.errors import list_errors
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work
from nominations.web.request_values import category_word, chosen_ids

Page = str | tuple[str, int] | Response


@bp.get("/rounds")
@needs(Action.SEE_SCORES)
def rounds() -> str:
    """Each category with its rounds."""
    lines = query.all_of(work(), edition_id())
    return render_template(
        "secretariat/rounds.html", lines=lines, categories=edition().categories, round_words=ROUNDS,
        eligible=query.eligible(work(), edition_id()),
        open_totals=peers.list_rounds_that_show(work().session, edition_id()),
        blind_rounds=query.blind_ones(work(), edition_id()),
    )


@bp.get("/rounds/open/<category>")
@needs(Action.OPEN_ROUND)
def round_opening(category: str) -> str:
    """The first round of a category: over which files, due when."""
    return _opening(category)


@bp.post("/rounds/open/<category>")
@needs(Action.OPEN_ROUND)
def open_round(category: str) -> Page:
    """Open it."""
    try:
        made = use_case.open_first(work(), edition_id(), category, request.form.get("due_on", ""))
    except Invalid as wrong:
        return _opening(category, wrong), 422
    flash(gettext("The round is open. Now assign its nominations to reviewers."), "success")
    return redirect(url_for("secretariat.assignments", round=made.id))


def _opening(category: str, wrong: Invalid | None = None) -> str:
    return render_template(
        "secretariat/round_opening.html", category=category, category_word=category_word(category),
        files=query.eligible(work(), edition_id()).get(category, 0), due_on=request.form.get("due_on", ""),
        errors=list_errors(wrong) if wrong else [],
    )


@bp.post("/rounds/<uuid:round_id>/latecomers")
@needs(Action.ADD_FILES)
def add_latecomers(round_id: UUID) -> Response:
    """Let files that became eligible later take part."""
    count = use_case.add_latecomers(work(), round_id)
    flash(ngettext("%(num)s nomination now takes part.", "%(num)s nominations now take part.", count), "success")
    return redirect(url_for("secretariat.rounds"))


@bp.post("/rounds/<uuid:round_id>/due")
@needs(Action.CHANGE_DUE)
def change_due(round_id: UUID) -> Page:
    """Another day by which reviews are due."""
    try:
        use_case.change_due(work(), round_id, request.form.get("due_on", ""))
    except Invalid as wrong:
        return _closing(round_id, wrong), 422
    flash(gettext("The deadline for reviews is changed."), "success")
    return redirect(url_for("secretariat.rounds"))


@bp.post("/rounds/<uuid:round_id>/names")
@needs(Action.HIDE_NAMES)
def hide_names(round_id: UUID) -> Response:
    """Whether reviewers are told whose the files are."""
    hidden = request.form.get("hidden") == "yes"
    use_case.hide_names(work(), round_id, hidden=hidden)
    flash(gettext("Applicants’ names are hidden from the reviewers of this round.") if hidden
          else gettext("Applicants’ names are shown to the reviewers of this round."), "success")
    return redirect(url_for("secretariat.rounds"))


@bp.post("/rounds/<uuid:round_id>/chair")
@needs(Action.SHOW_CHAIR)
def show_chair(round_id: UUID) -> Response:
    """Whether the chair sees scores while the round is open."""
    shown = request.form.get("shown") == "yes"
    use_case.show_chair(work(), round_id, shown=shown)
    flash(gettext("The chair can now see the scores.") if shown else gettext("The chair can no longer see the scores."),
          "success")
    return redirect(url_for("secretariat.rounds"))


@bp.get("/rounds/<uuid:round_id>/close")
@needs(Action.CLOSE_ROUND)
def round_closing(round_id: UUID) -> str:
    """Before a round is closed: who has not finished, what stands below three; and the day it is due."""
    return _closing(round_id)


@bp.post("/rounds/<uuid:round_id>/close")
@needs(Action.CLOSE_ROUND)
def close_round(round_id: UUID) -> Response:
    """Close it."""
    use_case.close(work(), round_id)
    flash(gettext("The round is closed. Its scores can now be seen."), "success")
    return redirect(url_for("secretariat.round", round_id=round_id))


def _closing(round_id: UUID, wrong: Invalid | None = None) -> str:
    found = progress_query.load_progress(work(), round_id, to=Action.CLOSE_ROUND)
    return render_template(
        "secretariat/round_closing.html", progress=found, category_word=category_word(found.round.category),
        round_word=ROUNDS[found.round.code], due_on=request.form.get("due_on", ""),
        errors=list_errors(wrong) if wrong else [],
    )


@bp.get("/rounds/<uuid:round_id>/final")
@needs(Action.OPEN_ROUND)
def round_final(round_id: UUID) -> str:
    """A final round over the files chosen in the ranking."""
    return _final(round_id)


@bp.post("/rounds/<uuid:round_id>/final")
@needs(Action.OPEN_ROUND)
def open_final(round_id: UUID) -> Page:
    """Open it."""
    try:
        made = use_case.open_final(work(), round_id, chosen_ids("file"), request.form.get("due_on", ""))
    except Invalid as wrong:
        return _final(round_id, wrong), 422
    flash(gettext("The final round is open. Now assign its nominations to reviewers."), "success")
    return redirect(url_for("secretariat.assignments", round=made.id))


def _final(round_id: UUID, wrong: Invalid | None = None) -> str:
    found = query.one(work(), round_id, to=Action.OPEN_ROUND)
    files = [each for each in scores.files(work(), round_id) if each.stands]
    chosen = set(chosen_ids("file"))
    return render_template(
        "secretariat/round_final.html", round=found, category_word=category_word(found.category), files=files,
        chosen=chosen, due_on=request.form.get("due_on", ""), errors=list_errors(wrong) if wrong else [],
    )
