"""Who takes part in a nomination: the list, inviting, changing, ending, leaving."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import gettext
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.core.texts.people import RIGHTS
from nominations.nominations.queries.collaborators import InvitationState, load_team
from nominations.nominations.services.collaborators import (
    end_participation,
    leave_nomination,
    resend_invitation,
    send_invitation,
    set_right,
)
from nominations.nominations.texts import errors
from nominations.nominations.views.form_fields import list_errors
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work

Page = str | tuple[str, int] | Response
STANDINGS = {
    InvitationState.PENDING: (_l("Invitation sent"), "amber"),
    InvitationState.EXPIRED: (_l("Invitation expired"), "red"),
    InvitationState.ACCEPTED: (_l("Takes part"), "green"),
}


@bp.get("/<uuid:nomination_id>/collaborators")
@needs(Action.VIEW)
def collaborators(nomination_id: UUID) -> str:
    """Everybody who takes part; its owner changes it here."""
    return _page(nomination_id)


@bp.post("/<uuid:nomination_id>/collaborators")
@needs(Action.SHARE)
def invite(nomination_id: UUID) -> Page:
    """Send an invitation."""
    typed, right = request.form.get("email", ""), request.form.get("right", "")
    try:
        send_invitation(work(), nomination_id, typed, right)
    except Invalid as wrong:
        return _page(nomination_id, wrong=errors(wrong), typed=typed, right=right), 422
    return _back(nomination_id, gettext("We are sending the invitation."))


@bp.post("/<uuid:nomination_id>/collaborators/<uuid:collaborator_id>/again")
@needs(Action.SHARE)
def invite_again(nomination_id: UUID, collaborator_id: UUID) -> Page:
    """Send a new link; the older one stops working."""
    try:
        resend_invitation(work(), nomination_id, collaborator_id)
    except Invalid as wrong:
        return _page(nomination_id, wrong=errors(wrong)), 422
    return _back(nomination_id, gettext("We are sending a new invitation. The old link no longer works."))


@bp.post("/<uuid:nomination_id>/collaborators/<uuid:collaborator_id>/right")
@needs(Action.SHARE)
def change_right(nomination_id: UUID, collaborator_id: UUID) -> Page:
    """Change what somebody may do."""
    try:
        set_right(work(), nomination_id, collaborator_id, request.form.get("right", ""))
    except Invalid as wrong:
        return _page(nomination_id, wrong=errors(wrong)), 422
    return _back(nomination_id, gettext("The permission is changed."))


@bp.post("/<uuid:nomination_id>/collaborators/<uuid:collaborator_id>/end")
@needs(Action.SHARE)
def end_part(nomination_id: UUID, collaborator_id: UUID) -> Page:
    """Withdraw an invitation, or end somebody's part."""
    end_participation(work(), nomination_id, collaborator_id)
    return _back(nomination_id, gettext("This person can no longer open the nomination."))


@bp.post("/<uuid:nomination_id>/leave")
@needs(Action.LEAVE)
def leave(nomination_id: UUID) -> Page:
    """End one's own part."""
    leave_nomination(work(), nomination_id)
    flash(gettext("You have left the nomination. We have informed its owner."), "success")
    return redirect(url_for("applicant.home"), 303)


def _back(nomination_id: UUID, message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("applicant.collaborators", nomination_id=nomination_id), 303)


def _page(nomination_id: UUID, *, wrong: dict[str, str] | None = None, typed: str = "", right: str = "") -> str:
    nomination, case = policy_facts.nomination_with_facts(work(), nomination_id, to=Action.VIEW)
    return render_template(
        "applicant/collaborators.html", nomination=nomination, case=case, team=load_team(work(), nomination),
        rights=[(key.value, word) for key, word in RIGHTS.items()], words=RIGHTS, standings=STANDINGS,
        wrong=wrong or {}, errors=list_errors(wrong or {}, str), typed=typed, right=right or "edit",
    )
