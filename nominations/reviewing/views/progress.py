"""How far reviewing is: by reviewer and by file. No score is shown here."""

from flask import render_template, request

from nominations.core.rules.vocabulary import Action
from nominations.reviewing.queries import desk_marks
from nominations.reviewing.queries.progress import load_progress
from nominations.rounds.queries import rounds
from nominations.rounds.texts import ROUNDS
from nominations.routing.views.assignments import chosen_round, round_links
from nominations.web import drawing
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work
from nominations.web.request_values import category_word


@bp.get("/progress")
@needs(Action.FOLLOW)
def progress() -> str:
    """One round: how much each reviewer has left, and how many reviews each file has."""
    lines = rounds.list_rounds(work(), edition_id())
    round_id = chosen_round(lines)
    if round_id is None:
        return render_template("secretariat/progress.html", progress=None, links=[])
    round_progress = load_progress(work(), round_id)
    below_only = request.args.get("show") == "below"
    return render_template(
        "secretariat/progress.html", progress=round_progress,
        links=round_links("secretariat.progress", lines, round_id),
        finished=desk_marks.load_finishing_times(work().session, round_id),
        files=round_progress.below if below_only else round_progress.files,
        below_only=below_only, rows=drawing,
        round_word=ROUNDS[round_progress.round.code], category_word=category_word(round_progress.round.category),
    )
