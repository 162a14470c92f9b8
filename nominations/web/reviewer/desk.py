"""The desk: every file routed to a reviewer, and the undertaking that comes before all of them."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.domain import article
from nominations.domain.vocabulary import Action, DeskState
from nominations.language import current, gettext
from nominations.queries import cards
from nominations.queries import desk as query
from nominations.services import declarations as use_case
from nominations.terms import DESK_STATES
from nominations.web.access import needs
from nominations.web.countries import country_name
from nominations.web.request import edition, edition_id, work
from nominations.web.reviewer import bp
from nominations.web.urls import here_with, way_back


@bp.get("/")
@needs(Action.SEE_DESK)
def desk() -> str:
    """Where one stands, the files by state, and the way to the next one."""
    mine = query.desk(work(), edition_id())
    chosen = next((state for state in DeskState if state.value == request.args.get("state")), None)
    shown = [each for each in mine.files if chosen in (None, each.state)]
    return render_template(
        "reviewer/desk.html", desk=mine, shown=shown, chips=_chips(mine, chosen), DeskState=DeskState,
        states=DESK_STATES, country_name=country_name, next_id=query.next_file(work(), edition_id()),
        several_closes=len({at for _category, at in mine.closes}) > 1,
        undertaken=cards.undertaking(work(), edition_id()) is not None,
    )


def _chips(mine: query.Desk, chosen: DeskState | None) -> list[tuple[str, int, str, bool]]:
    """A filter for each state that occurs, and for all."""
    every = [(gettext("All"), len(mine.files), here_with(state=None), chosen is None)]
    return every + [
        (str(DESK_STATES[state][0]), mine.count(state), here_with(state=state.value), chosen is state)
        for state in DeskState if mine.count(state) or chosen is state
    ]


@bp.get("/undertaking")
@needs(Action.UNDERTAKE)
def undertaking() -> str:
    """The undertaking of confidentiality, to be accepted once."""
    text = edition().text("undertaking")
    return render_template(
        "reviewer/undertaking.html", text=text, blocks=article.parse(text.body.in_(current())),
        accepted=cards.undertaking(work(), edition_id()), next=request.args.get("next", ""),
    )


@bp.post("/undertaking")
@needs(Action.UNDERTAKE)
def undertake() -> Response:
    """Accept it and go on to where it was asked for."""
    use_case.undertake(work(), edition_id(), current())
    flash(gettext("You have accepted the undertaking of confidentiality."), "success")
    return redirect(way_back(request.form.get("next"), url_for("reviewer.desk")), code=303)
