"""The reviews of a nomination, side by side by criterion."""

from uuid import UUID

from flask import render_template

from nominations.core.language import current_language
from nominations.core.rules.vocabulary import Action
from nominations.jury.queries.side_by_side import load_side_by_side
from nominations.reviewing.texts import CONFIDENCE, RECOMMENDATIONS
from nominations.rounds.rules.scoring import round_half_up
from nominations.rounds.texts import ROUNDS
from nominations.web.areas.jury import bp
from nominations.web.authorization import needs
from nominations.web.request import work
from nominations.web.request_values import category_word


@bp.get("/rounds/<uuid:round_id>/reviews/<uuid:nomination_id>")
@needs(Action.SEE_SCORES)
def side_by_side(round_id: UUID, nomination_id: UUID) -> str:
    """Marks and reasons of every review that counts, one row for each criterion."""
    reviews = load_side_by_side(work(), round_id, nomination_id)
    return render_template(
        "jury/side_by_side.html", reviews=reviews, round_word=ROUNDS[reviews.scored.round.code],
        category_word=category_word(reviews.scored.round.category), rounded=round_half_up,
        recommendations=RECOMMENDATIONS, confidence=CONFIDENCE, label=lambda text: text.in_(current_language()),
    )
