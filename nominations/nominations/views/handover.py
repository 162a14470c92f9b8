"""Handing a nomination to somebody else, in two steps."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.nominations.queries.handover import check_address
from nominations.nominations.services import ownership
from nominations.nominations.texts import errors
from nominations.nominations.views.form_fields import list_errors
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.get("/<uuid:nomination_id>/hand-over")
@needs(Action.HAND_OVER)
def hand_over(nomination_id: UUID) -> str:
    """To whom?"""
    return _page(nomination_id, "", {})


@bp.post("/<uuid:nomination_id>/hand-over")
@needs(Action.HAND_OVER)
def confirm_hand_over(nomination_id: UUID) -> str | tuple[str, int] | Response:
    """First show what will happen to whom, then do it."""
    typed = request.form.get("email", "")
    try:
        if "confirmed" not in request.form:
            address = check_address(work(), nomination_id, typed)
            return _page(nomination_id, typed, {}, address=address)
        ownership.hand_over(work(), nomination_id, typed)
    except Invalid as wrong:
        return _page(nomination_id, typed, errors(wrong)), 422
    flash(gettext("You have handed over the nomination."), "success")
    return redirect(url_for("applicant.home"), 303)


def _page(nomination_id: UUID, typed: str, wrong: dict[str, str], address: str = "") -> str:
    nomination = policy_facts.nomination(work(), nomination_id, to=Action.HAND_OVER)
    return render_template(
        "applicant/hand_over.html", nomination=nomination, typed=typed, wrong=wrong, address=address,
        errors=list_errors(wrong, str),
    )
