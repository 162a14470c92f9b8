"""A reviewer's own profile, and lifting one's own recusal."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.accounts.queries import people
from nominations.conflicts.services import found_conflicts
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.panel.services import reviewer_profiles
from nominations.panel.views.profile_form import profile_form, read_profile
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work

Page = str | tuple[str, int] | Response


@bp.get("/profile")
@needs(Action.DESCRIBE_ONESELF)
def profile() -> str:
    """The form of one's own profile."""
    return _profile()


@bp.post("/profile")
@needs(Action.DESCRIBE_ONESELF)
def save_profile() -> Page:
    """Keep it."""
    try:
        reviewer_profiles.describe_oneself(work(), edition_id(), read_profile())
    except Invalid as wrong:
        return _profile(wrong), 422
    flash(gettext("Saved."), "success")
    return redirect(url_for("reviewer.desk"), code=303)


def _profile(wrong: Invalid | None = None) -> str:
    _account, stored = people.load_reviewer(work().session, edition_id(), work().actor.account_id)
    return render_template("reviewer/profile.html", **profile_form(stored, wrong))


@bp.post("/declarations/<reference>")
@needs(Action.TAKE_BACK_RECUSAL)
def take_back_recusal(reference: str) -> Response:
    """Lift one's own recusal; an officer then decides."""
    try:
        found_conflicts.take_back(work(), edition_id(), reference, request.form.get("reason", ""))
    except Invalid:
        flash(gettext("Give the reason for lifting the recusal."), "warning")
        return redirect(url_for("reviewer.declarations"), code=303)
    flash(gettext(
        "You have lifted your recusal. You cannot open the nomination before the secretariat decides."
    ), "success")
    return redirect(url_for("reviewer.declarations"), code=303)
