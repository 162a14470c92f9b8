"""A submitted score card given back to its reviewer."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.reviewing.services import reopening
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.post("/assignments/<uuid:round_id>/<uuid:nomination_id>/<uuid:reviewer_id>/reopen")
@needs(Action.REOPEN_CARD)
def reopen_card(round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> Response:
    """Reopen a card, with the reason."""
    try:
        reopening.reopen(work(), round_id, nomination_id, reviewer_id, request.form.get("reason", ""))
        flash(gettext("The review is reopened. We are emailing the reviewer."), "success")
    except Invalid:
        flash(gettext("Enter a reason of at most 2000 characters."), "warning")
    return redirect(url_for("secretariat.assignment", round_id=round_id, nomination_id=nomination_id,
                            reviewer_id=reviewer_id), code=303)
