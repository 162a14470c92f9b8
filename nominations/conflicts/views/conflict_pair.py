"""One nomination and one reviewer: all reasons between them, and the decision."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.conflicts.queries import conflict_pairs
from nominations.conflicts.services import findings, found_conflicts
from nominations.conflicts.texts import CONFLICT_ANSWERS, CONFLICT_KINDS, CONFLICT_STATES, DECLINE_REASONS, errors_of
from nominations.conflicts.views.conflicts import desk_page
from nominations.conflicts.views.evidence import evidence
from nominations.conflicts.views.findings import read_decision
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work

Page = str | tuple[str, int] | Response
_PAIR = "/conflicts/between/<uuid:nomination_id>/<uuid:reviewer_id>"


@bp.get(_PAIR)
@needs(Action.DECIDE_CONFLICT)
def between(nomination_id: UUID, reviewer_id: UUID) -> str:
    """Every reason between the two."""
    return _between(nomination_id, reviewer_id)


@bp.post(_PAIR)
@needs(Action.DECIDE_CONFLICT)
def decide_between(nomination_id: UUID, reviewer_id: UUID) -> Page:
    """Decide what is ticked."""
    conflict_pairs.load_pair(work(), nomination_id, reviewer_id)
    try:
        _decide()
    except Invalid as wrong:
        return _between(nomination_id, reviewer_id, errors_of(wrong)), 422
    return redirect(url_for("secretariat.between", nomination_id=nomination_id, reviewer_id=reviewer_id), code=303)


@bp.post("/conflicts/found")
@needs(Action.DECIDE_CONFLICT)
def decide_found() -> Page:
    """Decide what is ticked on the desk, several pairs at once."""
    try:
        _decide()
    except Invalid as wrong:
        return desk_page(errors_of(wrong)), 422
    return redirect(url_for("secretariat.conflicts") + "#found", code=303)


@bp.post("/conflicts/look")
@needs(Action.DECIDE_CONFLICT)
def look_for_conflicts() -> Response:
    """Ask the worker to look through the whole edition."""
    findings.ask_for_search(work(), edition_id())
    flash(gettext(
        "We are searching the whole edition for possible conflicts. New ones will appear on this page."
    ), "success")
    return redirect(url_for("secretariat.conflicts") + "#found", code=303)


@bp.post(f"{_PAIR}/lift")
@needs(Action.LIFT_RECUSAL)
def lift_recusal(nomination_id: UUID, reviewer_id: UUID) -> Page:
    """Lift a recusal that the secretariat decided."""
    try:
        found_conflicts.lift(work(), nomination_id, reviewer_id, request.form.get("lift_reason", ""))
    except Invalid as wrong:
        renamed = [("lift_reason", sentence) for _field, sentence in errors_of(wrong)]
        return _between(nomination_id, reviewer_id, renamed), 422
    flash(gettext("The recusal is lifted. Each possible conflict needs a new decision."), "success")
    return redirect(url_for("secretariat.between", nomination_id=nomination_id, reviewer_id=reviewer_id), code=303)


def _decide() -> None:
    ids = [
        finding_id for typed_id in request.form.getlist("finding")[:1000] if (finding_id := _id(typed_id)) is not None
    ]
    confirmed = request.form.get("decision") == "confirm"
    if request.form.get("decision") not in ("confirm", "clear"):
        raise Invalid(decision="missing")
    found_conflicts.decide(work(), edition_id(), ids, confirmed=confirmed, reason=request.form.get("reason", ""))
    flash(gettext("Conflict confirmed. This reviewer can no longer open the nomination.") if confirmed
          else gettext("Decided: no conflict of interest."), "success")


def _id(typed_id: str) -> UUID | None:
    try:
        return UUID(typed_id)
    except ValueError:
        return None


def _between(nomination_id: UUID, reviewer_id: UUID, problems: Sequence[tuple[str, str]] = ()) -> str:
    return render_template(
        "secretariat/between.html", pair=conflict_pairs.load_pair(work(), nomination_id, reviewer_id),
        evidence=evidence(),
        states=CONFLICT_STATES, answers=CONFLICT_ANSWERS, kinds=CONFLICT_KINDS, declines=DECLINE_REASONS,
        problems=problems, given=read_decision(),
    )
