"""The shadow reviewers of a round."""

from collections.abc import Collection, Mapping
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.reviewing.services import round_settings
from nominations.rounds.queries import rounds, shadows
from nominations.rounds.texts import ROUNDS
from nominations.routing.queries import assignments
from nominations.screening.texts import problems
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import work
from nominations.web.request_values import category_word, list_chosen_ids

Page = str | tuple[str, int] | Response


@bp.get("/rounds/<uuid:round_id>/shadows")
@needs(Action.LET_SHADOW)
def reading_along(round_id: UUID) -> str:
    """Choose the shadow reviewers of a round."""
    return _reading_along(round_id, shadows.list_shadows(work().session, round_id), {})


@bp.post("/rounds/<uuid:round_id>/shadows")
@needs(Action.LET_SHADOW)
def let_shadow(round_id: UUID) -> Page:
    """Save the choice."""
    chosen = list_chosen_ids("reviewer")
    try:
        round_settings.let_shadow(work(), round_id, chosen)
    except Invalid as wrong:
        return _reading_along(round_id, chosen, problems(wrong)), 422
    flash(gettext("Saved. The scores of shadow reviewers are not counted."), "success")
    return redirect(url_for("secretariat.rounds"), code=303)


def _reading_along(round_id: UUID, chosen: Collection[UUID], errors: Mapping[str, str]) -> str:
    round_ = rounds.one(work(), round_id, to=Action.LET_SHADOW)
    return render_template(
        "secretariat/reading_along.html",
        round=round_,
        round_word=ROUNDS[round_.code],
        category_word=category_word(round_.category),
        people=[
            (str(reviewer.id), reviewer.name)
            for reviewer in assignments.list_reviewers(work().session, round_.edition_id, round_id)
        ],
        chosen=[str(account_id) for account_id in chosen],
        problem=errors,
        errors=list(errors.items()),
    )
