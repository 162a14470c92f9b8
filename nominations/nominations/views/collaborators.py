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
from nominations.nominations.queries import collaborators as people_of
from nominations.nominations.queries.collaborators import Standing
from nominations.nominations.services import collaborators as use_cases
from nominations.nominations.texts import errors
from nominations.nominations.views.form_fields import summary
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work

Page = str | tuple[str, int] | Response
STANDINGS = {
    Standing.PENDING: (_l("Invitation sent"), "amber"),
    Standing.EXPIRED: (_l("Invitation expired"), "red"),
    Standing.ACCEPTED: (_l("Takes part"), "green"),
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
        use_cases.invite(work(), nomination_id, typed, right)
    except Invalid as wrong:
        return _page(nomination_id, wrong=errors(wrong), typed=typed, right=right), 422
    return _back(nomination_id, gettext("We are sending the invitation."))


@bp.post("/<uuid:nomination_id>/collaborators/<uuid:collaborator_id>/again")
@needs(Action.SHARE)
def invite_again(nomination_id: UUID, collaborator_id: UUID) -> Page:
    """Send a new link; the older one is dead."""
    try:
        use_cases.invite_again(work(), nomination_id, collaborator_id)
    except Invalid as wrong:
        return _page(nomination_id, wrong=errors(wrong)), 422
    return _back(nomination_id, gettext("We are sending a new invitation. The old link no longer works."))


@bp.post("/<uuid:nomination_id>/collaborators/<uuid:collaborator_id>/right")
@needs(Action.SHARE)
def change_right(nomination_id: UUID, collaborator_id: UUID) -> Page:
    """Let somebody do more or less."""
    try:
        use_cases.change_right(work(), nomination_id, collaborator_id, request.form.get("right", ""))
    except Invalid as wrong:
        return _page(nomination_id, wrong=errors(wrong)), 422
    return _back(nomination_id, gettext("The permission is changed."))


@bp.post("/<uuid:nomination_id>/collaborators/<uuid:collaborator_id>/end")
@needs(Action.SHARE)
def end_part(nomination_id: UUID, collaborator_id: UUID) -> Page:
    """Withdraw an invitation, or end somebody's part."""
    use_cases.end(work(), nomination_id, collaborator_id)
    return _back(nomination_id, gettext("This person can no longer open the nomination."))


@bp.post("/<uuid:nomination_id>/leave")
@needs(Action.LEAVE)
def leave(nomination_id: UUID) -> Page:
    """End one's own part."""
    use_cases.leave(work(), nomination_id)
    flash(gettext("You have left the nomination. We have informed its owner."), "success")
    return redirect(url_for("applicant.home"), 303)


def _back(nomination_id: UUID, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("applicant.collaborators", nomination_id=nomination_id), 303)


def _page(nomination_id: UUID, *, wrong: dict[str, str] | None = None, typed: str = "", right: str = "") -> str:
    nomination, case = policy_facts.nomination_with_facts(work(), nomination_id, to=Action.VIEW)
    return render_template(
        "applicant/collaborators.html", nomination=nomination, case=case, team=people_of.team(work(), nomination),
        rights=[(each.value, word) for each, word in RIGHTS.items()], words=RIGHTS, standings=STANDINGS,
        wrong=wrong or {}, errors=summary(wrong or {}, str), typed=typed, right=right or "edit",
    )
