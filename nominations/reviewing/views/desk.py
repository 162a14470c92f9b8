"""The desk: every file routed to a reviewer, and the undertaking that comes before all of them."""

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.conflicts.queries import own_declarations
from nominations.conflicts.services import declarations as use_case
from nominations.core.language import current_language, gettext
from nominations.core.rules.vocabulary import Action, DeskState
from nominations.editions.rules import article
from nominations.reviewing.queries import desk as query
from nominations.reviewing.queries import own_reviews
from nominations.reviewing.texts import DESK_STATES
from nominations.reviewing.views.lists import here, of_list
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.countries import country_name
from nominations.web.request import edition, edition_id, work
from nominations.web.urls import here_with, way_back


@bp.get("/")
@needs(Action.SEE_DESK)
def desk() -> str:
    """Where one stands, the files by state, and the way to the next one."""
    mine, wanted = query.desk(work(), edition_id()), here()
    return render_template(
        "reviewer/desk.html", desk=mine, shown=[each for each in mine.files if wanted.holds(each)],
        chips=_chips(mine, wanted), category_chips=_category_chips(mine, wanted), of_list=of_list(),
        states=DESK_STATES, country_name=country_name, next_id=query.next_file(work(), edition_id(), wanted),
        several_closes=len({at for _category, at in mine.closes}) > 1,
        certificates=own_reviews.certificates(work(), edition_id()),
        undertaken=own_declarations.undertaking(work(), edition_id()) is not None,
    )


Chips = list[tuple[str, int, str, bool]]


def _chips(mine: query.Desk, wanted: query.Wanted) -> Chips:
    """A filter for each state that occurs among the wanted category, and for all."""
    counts = Counter(each.state for each in mine.files if wanted.category in ("", each.category))
    every = [(gettext("All"), counts.total(), here_with(state=None), not wanted.state)]
    return every + [
        (str(DESK_STATES[state][0]), counts[state], here_with(state=state.value), wanted.state == state)
        for state in DeskState if counts[state] or wanted.state == state
    ]


def _category_chips(mine: query.Desk, wanted: query.Wanted) -> Chips:
    """A filter for each category, where there are files of several."""
    counts = Counter(each.category for each in mine.files if wanted.state in ("", each.state))
    if len({each.category for each in mine.files}) < 2:
        return []
    every = [(gettext("All"), counts.total(), here_with(category=None), not wanted.category)]
    return every + [
        (each.label.in_(current_language()), counts[each.key], here_with(category=each.key),
         wanted.category == each.key)
        for each in edition().categories
    ]


@bp.get("/undertaking")
@needs(Action.UNDERTAKE)
def undertaking() -> str:
    """The undertaking of confidentiality, to be accepted once."""
    text = edition().text("undertaking")
    return render_template(
        "reviewer/undertaking.html", text=text, blocks=article.parse_article(text.body.in_(current_language())),
        accepted=own_declarations.undertaking(work(), edition_id()), next=request.args.get("next", ""),
    )


@bp.post("/undertaking")
@needs(Action.UNDERTAKE)
def undertake() -> Response:
    """Accept it and go on to where it was asked for."""
    use_case.undertake(work(), edition_id(), current_language())
    flash(gettext("You have accepted the undertaking of confidentiality."), "success")
    return redirect(way_back(request.form.get("next"), url_for("reviewer.desk")), code=303)
