"""Somebody invited to review: the question, and the answer that is given once."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.services import tries
from nominations.access.views.private_links import bearer_work
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid, LinkRefused
from nominations.core.rules.private_links import LinkState
from nominations.core.tables import ReviewerInvitation
from nominations.panel.queries import invitations
from nominations.panel.services.invitations import answer_invitation
from nominations.web.areas.invited import bp
from nominations.web.authorization import by_link
from nominations.web.rate_limit import RateLimit
from nominations.web.request import edition, edition_id, settings, work

Page = str | tuple[str, int] | Response


@bp.get("/reviewing/<token>")
@by_link
def review(token: str) -> str:
    """What is asked, and the two answers."""
    return _page(token)


@bp.post("/reviewing/<token>")
@by_link
def answer_review(token: str) -> Page:
    """Store the answer."""
    _knock(token)
    if not tries.may_try(work(), f"link {invitations.seal(settings(), token)}", request.remote_addr or ""):
        abort(429)
    answer = request.form.get("answer", "")
    try:
        if answer not in ("accept", "decline"):
            raise Invalid(answer="missing")
        answer_invitation(bearer_work(), edition_id(), token, accepted=answer == "accept",
                        reason=request.form.get("reason", ""))
    except Invalid as wrong:
        return _page(token, wrong), 422
    if answer == "accept":
        flash(gettext("Thank you. Sign in with the address that received the invitation, then complete your profile."),
              "success")
        return redirect(url_for("account.sign_in", next=url_for("reviewer.profile")), 303)
    flash(gettext("Thank you for your answer. We have informed the secretariat."), "success")
    return redirect(url_for("invited.thanks"), 303)


def _page(token: str, wrong: Invalid | None = None) -> str:
    sentences = {
        "missing": gettext("Answer yes or no. If no, give the reason."),
        "applies_here": gettext("You take part in a nomination of this edition, so you cannot be a reviewer in it."),
    }
    errors = [(field, sentences.get(code, gettext("This text cannot be saved. Shorten it and try again.")))
              for field, (code, _params) in wrong.problems.items()] if wrong else []
    return render_template(
        "invited/review.html", token=token, invitation=_knock(token), edition=edition(), errors=errors,
        answer=request.form.get("answer", ""), reason=request.form.get("reason", ""),
    )


def _knock(token: str) -> ReviewerInvitation:
    pace: RateLimit = current_app.extensions["link_pace"]
    address = request.remote_addr or ""
    if not pace.allows(address, work().now):
        abort(429)
    try:
        return invitations.load_living(work(), edition_id(), token)
    except LinkRefused as no:
        if no.state is LinkState.UNKNOWN:
            pace.count(address, work().now)
        raise
