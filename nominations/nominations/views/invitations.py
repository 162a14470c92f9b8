"""The page of an invitation's private link; opening it changes nothing."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from nominations.accounts.adapters.addresses import parse_address
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid, LinkRefused, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.texts.people import RIGHTS
from nominations.nominations.queries import collaborators
from nominations.nominations.services.collaborators import accept_invitation, decline_invitation
from nominations.nominations.texts import errors
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work

Page = str | tuple[str, int] | Response


@bp.get("/invitations/<invitation>")
@needs(Action.JOIN)
def invitation(invitation: str) -> str:
    """Who invites to what; a link that no longer works or was sent to another address shows nothing of it."""
    return _page(invitation)


@bp.post("/invitations/<invitation>/join")
@needs(Action.JOIN)
def join(invitation: str) -> Page:
    """Take part from now."""
    try:
        nomination_id = accept_invitation(work(), edition_id(), invitation)
    except Invalid as wrong:
        return _page(invitation, errors(wrong)["invitation"]), 422
    except (LinkRefused, Refused) as no:
        return _dead(no)
    flash(gettext("You now take part in this nomination."), "success")
    return redirect(url_for("applicant.show", nomination_id=nomination_id), 303)


@bp.post("/invitations/<invitation>/decline")
@needs(Action.JOIN)
def decline(invitation: str) -> Page:
    """Decline."""
    try:
        decline_invitation(work(), edition_id(), invitation)
    except (LinkRefused, Refused) as no:
        return _dead(no)
    flash(gettext("You have declined the invitation."), "success")
    return redirect(url_for("applicant.home"), 303)


def _page(token: str, wrong: str = "") -> str:
    me = work().actor
    open_invitation = collaborators.find_invitation(work(), edition_id(), token, parse_address(me.email).key)
    return render_template(
        "applicant/invitation.html", found=open_invitation, token=token, wrong=wrong, email=me.email, words=RIGHTS,
    )


def _dead(no: LinkRefused | Refused) -> tuple[str, int]:
    if isinstance(no, Refused) and no.reason is not Refusal.NOT_FOUND:
        raise no
    return render_template("applicant/invitation.html", found=None, token="", wrong="", email=work().actor.email), 422
