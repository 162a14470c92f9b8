"""The desk: every file assigned to a reviewer, and the undertaking that they accept before the first one."""

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.conflicts.queries import own_declarations
from nominations.conflicts.services import declarations
from nominations.core.language import current_language, gettext
from nominations.core.rules.vocabulary import Action, DeskState
from nominations.editions.rules import article
from nominations.reviewing.queries import own_reviews
from nominations.reviewing.queries.desk import Desk, DeskFilters, find_next_file, load_desk
from nominations.reviewing.texts import DESK_STATES
from nominations.reviewing.views.lists import filter_arguments, read_filters
from nominations.rounds.queries import english_versions
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.countries import country_name
from nominations.web.request import edition, edition_id, work
from nominations.web.urls import here_with, way_back


@bp.get("/")
@needs(Action.SEE_DESK)
def desk() -> str:
    """The files by state, with counts and the next file to score."""
    mine, filters = load_desk(work(), edition_id()), read_filters()
    return render_template(
        "reviewer/desk.html", desk=mine, shown=[file for file in mine.files if filters.holds(file)],
        chips=_chips(mine, filters), category_chips=_category_chips(mine, filters), of_list=filter_arguments(),
        states=DESK_STATES, country_name=country_name, next_id=find_next_file(work(), edition_id(), filters),
        several_closes=len({at for _category, at in mine.closes}) > 1,
        certificates=own_reviews.list_certificates(work(), edition_id()),
        undertaken=own_declarations.load_undertaking(work(), edition_id()) is not None,
        english_titles=english_versions.list_titles(
            work(), edition_id(), {file.id: file.language for file in mine.files if not file.nameless}
        ),
    )


Chips = list[tuple[str, int, str, bool]]


def _chips(mine: Desk, filters: DeskFilters) -> Chips:
    """A filter for each state that occurs in the chosen category, and one for all."""
    counts = Counter(file.state for file in mine.files if filters.category in ("", file.category))
    every = [(gettext("All"), counts.total(), here_with(state=None), not filters.state)]
    return every + [
        (str(DESK_STATES[state][0]), counts[state], here_with(state=state.value), filters.state == state)
        for state in DeskState if counts[state] or filters.state == state
    ]


def _category_chips(mine: Desk, filters: DeskFilters) -> Chips:
    """A filter for each category, where there are files of several."""
    counts = Counter(file.category for file in mine.files if filters.state in ("", file.state))
    if len({file.category for file in mine.files}) < 2:
        return []
    every = [(gettext("All"), counts.total(), here_with(category=None), not filters.category)]
    return every + [
        (
            category.label.in_(current_language()), counts[category.key], here_with(category=category.key),
            filters.category == category.key
        )
        for category in edition().categories
    ]


@bp.get("/undertaking")
@needs(Action.UNDERTAKE)
def undertaking() -> str:
    """The undertaking of confidentiality, to be accepted once."""
    text = edition().text("undertaking")
    return render_template(
        "reviewer/undertaking.html", text=text, blocks=article.parse_article(text.body.in_(current_language())),
        accepted=own_declarations.load_undertaking(work(), edition_id()), next=request.args.get("next", ""),
    )


@bp.post("/undertaking")
@needs(Action.UNDERTAKE)
def undertake() -> Response:
    """Accept it and go back to the page that asked for it."""
    declarations.undertake(work(), edition_id(), current_language())
    flash(gettext("You have accepted the undertaking of confidentiality."), "success")
    return redirect(way_back(request.form.get("next"), url_for("reviewer.desk")), code=303)
