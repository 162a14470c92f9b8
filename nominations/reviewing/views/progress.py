"""How far reviewing is: by reviewer and by file. No score is shown here."""

from flask import render_template, request

from nominations.core.rules.vocabulary import Action
from nominations.reviewing.queries import desk_marks
from nominations.reviewing.queries import progress as query
from nominations.rounds.queries import rounds as round_query
from nominations.rounds.texts import ROUNDS
from nominations.routing.views.assignments import asked_round, round_links
from nominations.web import drawing
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work
from nominations.web.request_values import category_word


@bp.get("/progress")
@needs(Action.FOLLOW)
def progress() -> str:
    """One round: who has how much left, which files have how many reviews."""
    lines = round_query.list_rounds(work(), edition_id())
    round_id = asked_round(lines)
    if round_id is None:
        return render_template("secretariat/progress.html", progress=None, links=[])
    found = query.progress(work(), round_id)
    below_only = request.args.get("show") == "below"
    return render_template(
        "secretariat/progress.html", progress=found, links=round_links("secretariat.progress", lines, round_id),
        finished=desk_marks.finished(work().session, round_id), files=found.below if below_only else found.files,
        below_only=below_only, rows=drawing,
        round_word=ROUNDS[found.round.code], category_word=category_word(found.round.category),
    )
