"""The conflict question of the office and the jury: names only, answered before the first nomination opens."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.conflicts.queries.own_conflicts import list_names
from nominations.conflicts.services.own_conflicts import state_conflicts
from nominations.conflicts.texts import errors_of
from nominations.core.language import gettext, ngettext
from nominations.core.queries.search_folding import LONGEST
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work
from nominations.web.request_values import list_chosen_ids
from nominations.web.urls import way_back


@bp.get("/own-conflicts")
@needs(Action.STATE_CONFLICTS)
def own_conflicts() -> str:
    """The names that wait for an answer; once there are none, all of them, for a conflict that arises later."""
    return _own_conflicts()


@bp.post("/own-conflicts")
@needs(Action.STATE_CONFLICTS)
def declare_own_conflicts() -> tuple[str, int] | Response:
    """Recuse oneself from what is ticked, and answer for the others."""
    no_other = request.form.get("no_other") == "yes"
    try:
        closed = state_conflicts(
            work(), edition_id(), request.form.get("shown", "").split(), _typed_conflicts(), no_other=no_other
        )
    except Invalid as wrong:
        return _own_conflicts(wrong), 422
    if closed:
        flash(ngettext(
            "You can no longer open %(num)s nomination.", "You can no longer open %(num)s nominations.", closed
        ), "success")
    if not no_other:
        return redirect(url_for("secretariat.own_conflicts"), code=303)
    flash(gettext("Your answer is saved."), "success")
    return redirect(way_back(request.form.get("next"), url_for("secretariat.own_conflicts")), code=303)


def _typed_conflicts() -> dict[UUID, str]:
    return {
        submission_id: request.form.get(f"reason-{submission_id}", "") for submission_id in list_chosen_ids("conflict")
    }


def _own_conflicts(wrong: Invalid | None = None) -> str:
    names = list_names(work(), edition_id())
    asked = [submission for submission in names if submission.asked]
    # A list that was refused is shown whole, with what was ticked in it.
    words = "" if wrong else request.args.get("q", "")[:LONGEST]
    return render_template(
        "secretariat/own_conflicts.html", asked=bool(asked), words=words,
        names=[submission for submission in asked or names if submission.holds(words)], typed=_typed_conflicts(),
        next=request.values.get("next", ""), errors=errors_of(wrong),
        call_is_over=policy_facts.load_edition(work(), edition_id()).call_is_over,
    )
