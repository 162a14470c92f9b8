"""The end of a reviewer's round, and how they use the scale, which nobody else sees."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language, gettext
from nominations.core.rules.vocabulary import Action
from nominations.reviewing.queries import reviewer_round
from nominations.reviewing.rules.scale import ENOUGH, STEPS
from nominations.reviewing.services import finish_review
from nominations.reviewing.texts import DESK_STATES
from nominations.rounds.rules.scoring import round_half_up
from nominations.rounds.texts import ROUNDS
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work


@bp.get("/rounds/<uuid:round_id>/finish")
@needs(Action.FINISH)
def finish(round_id: UUID) -> str:
    """What is unscored, what is a draft, which scores are outliers, and the button to finish."""
    mine = reviewer_round.load_own_round(work(), round_id, to=Action.FINISH)
    return render_template(
        "reviewer/finish.html", mine=mine, states=DESK_STATES,
        category=edition().category(mine.round.category).label.in_(current_language()),
        round_word=ROUNDS[mine.round.code],
    )


@bp.post("/rounds/<uuid:round_id>/finish")
@needs(Action.FINISH)
def say_finished(round_id: UUID) -> Response:
    """Mark the round as finished."""
    finish_review.finish_round(work(), round_id)
    flash(gettext("The secretariat sees that you have finished. You can undo this until the round closes."),
          "success")
    return redirect(url_for("reviewer.finish", round_id=round_id), code=303)


@bp.post("/rounds/<uuid:round_id>/unfinish")
@needs(Action.FINISH)
def take_back_finished(round_id: UUID) -> Response:
    """Undo that."""
    finish_review.take_back_finish(work(), round_id)
    flash(gettext("Your work in this round is no longer marked as finished."), "success")
    return redirect(url_for("reviewer.finish", round_id=round_id), code=303)


@bp.get("/scale")
@needs(Action.SEE_DESK)
def scale() -> str:
    """How one uses the scale, after five scores."""
    return render_template(
        "reviewer/scale.html",
        scales=reviewer_round.load_scales(work(), edition_id()),
        enough=ENOUGH,
        steps=range(STEPS),
        rounded=round_half_up,
        rounds=ROUNDS,
    )
