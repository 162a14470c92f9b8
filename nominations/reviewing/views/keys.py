"""The keys of the desk, and whether single letters are among them."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.accounts.services import preferences
from nominations.core.language import gettext
from nominations.core.rules.vocabulary import Action
from nominations.reviewing.queries import desk_marks
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.get("/keys")
@needs(Action.SEE_DESK)
def keys() -> str:
    """What each key does."""
    return render_template("reviewer/keys.html", letter_keys=desk_marks.has_letter_keys(work()))


@bp.post("/keys")
@needs(Action.SEE_DESK)
def switch_keys() -> Response:
    """Switch the single letters on or off, for this person."""
    wanted = request.form.get("letters") != "off"
    preferences.set_letter_keys(work(), wanted=wanted)
    flash(gettext(
        "Single-letter shortcuts are on."
    ) if wanted else gettext("Single-letter shortcuts are off."), "success")
    return redirect(url_for("reviewer.keys"), code=303)
