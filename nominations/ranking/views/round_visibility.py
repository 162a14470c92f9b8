"""What reviewers and the chair may see while a round runs: each change says what follows first, and has a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Round
from nominations.ranking.services import manage_rounds
from nominations.redaction.queries import checks
from nominations.reviewing.queries import peers
from nominations.reviewing.services import round_settings
from nominations.rounds.queries import rounds
from nominations.rounds.texts import ROUNDS
from nominations.routing.views.errors import list_errors
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work
from nominations.web.request_values import category_word, parse_count

Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of what is seen: the endpoint and value that it is sent to, its words, and what follows from it."""

    endpoint: str
    field: str
    value: str
    label: str
    follows: list[str]
    opposite: str


@bp.get("/rounds/<uuid:round_id>/names")
@needs(Action.HIDE_NAMES)
def names(round_id: UUID) -> str:
    """Before applicants' names are hidden or shown."""
    rounds.one(work(), round_id, to=Action.HIDE_NAMES)
    return _render_names(round_id, hidden=round_id not in rounds.list_blind_rounds(work(), edition_id()))


@bp.post("/rounds/<uuid:round_id>/names")
@needs(Action.HIDE_NAMES)
def hide_names(round_id: UUID) -> Page:
    """Set whether reviewers see the applicants' names."""
    hidden, reason = request.form.get("hidden") == "yes", request.form.get("reason", "")
    unchecked = parse_count(request.form.get("unchecked", ""))
    return _save(
        lambda: manage_rounds.hide_names(work(), round_id, hidden=hidden, reason=reason, unchecked=unchecked),
        gettext("Applicants’ names are hidden from the reviewers of this round.") if hidden
        else gettext("Applicants’ names are shown to the reviewers of this round."),
        lambda wrong: _render_names(round_id, hidden=hidden, wrong=wrong),
    )


def _render_names(round_id: UUID, *, hidden: bool, wrong: Invalid | None = None) -> str:
    if hidden:
        label, follows = gettext("Hide applicants’ names from reviewers"), [
            gettext("Reviewers no longer see the applicants’ names, from their next page on."),
            gettext("What reviewers have seen already cannot be taken back."),
            gettext("What is written inside attached files and pictures stays as it is."),
        ]
    else:
        label, follows = gettext("Show applicants’ names to reviewers"), [
            gettext("Reviewers see the applicants’ names, from their next page on."),
            gettext("Once seen, a name cannot be hidden again from whoever has read it."),
        ]
    change = _Change(
        "secretariat.hide_names", "hidden", "yes" if hidden else "no", label, follows,
        gettext("You can change it back on the page of the rounds, with a reason."),
    )
    unchecked = checks.count_unchecked_in_round(work().session, round_id) if hidden else 0
    return _render_change(rounds.one(work(), round_id, to=Action.HIDE_NAMES), change, wrong, unchecked)


@bp.get("/rounds/<uuid:round_id>/chair")
@needs(Action.SHOW_CHAIR)
def chair_view(round_id: UUID) -> str:
    """Before the scores are shown to the chair, or hidden."""
    return _render_chair_view(round_id, shown=not rounds.one(work(), round_id, to=Action.SHOW_CHAIR).chair_sees_scores)


@bp.post("/rounds/<uuid:round_id>/chair")
@needs(Action.SHOW_CHAIR)
def show_chair(round_id: UUID) -> Page:
    """Set whether the chair sees scores while the round is open."""
    shown, reason = request.form.get("shown") == "yes", request.form.get("reason", "")
    return _save(
        lambda: manage_rounds.show_scores_to_chair(work(), round_id, shown=shown, reason=reason),
        gettext("The chair can now see the scores.") if shown else gettext("The chair can no longer see the scores."),
        lambda wrong: _render_chair_view(round_id, shown=shown, wrong=wrong),
    )


def _render_chair_view(round_id: UUID, *, shown: bool, wrong: Invalid | None = None) -> str:
    if shown:
        label, follows = gettext("Show the scores to the chair"), [
            gettext("The chair sees the scores of this round at once, while reviewers are still at work."),
            gettext("Once seen, a score cannot be hidden again from whoever has read it."),
        ]
    else:
        label, follows = gettext("Hide the scores from the chair"), [
            gettext("The chair sees no scores of this round until it is closed."),
        ]
    change = _Change(
        "secretariat.show_chair", "shown", "yes" if shown else "no", label, follows,
        gettext("You can change it back on the page of the rounds, with a reason."),
    )
    return _render_change(rounds.one(work(), round_id, to=Action.SHOW_CHAIR), change, wrong)


@bp.get("/rounds/<uuid:round_id>/reviewers")
@needs(Action.SHOW_REVIEWERS)
def totals_view(round_id: UUID) -> str:
    """Before reviewers are shown the others' totals, or no longer."""
    rounds.one(work(), round_id, to=Action.SHOW_REVIEWERS)
    shown = round_id not in peers.list_rounds_that_show(work().session, edition_id())
    return _render_totals_view(round_id, shown=shown)


@bp.post("/rounds/<uuid:round_id>/reviewers")
@needs(Action.SHOW_REVIEWERS)
def show_reviewers(round_id: UUID) -> Page:
    """Set whether reviewers see the others' totals of a nomination after they have submitted their own review."""
    shown, reason = request.form.get("shown") == "yes", request.form.get("reason", "")
    return _save(
        lambda: round_settings.show_reviewers(work(), round_id, shown=shown, reason=reason),
        gettext(
            "Reviewers can see the totals of the others for a nomination after they have submitted their own review of "
            "it."
        ) if shown else gettext("Reviewers cannot see the scores of the others."),
        lambda wrong: _render_totals_view(round_id, shown=shown, wrong=wrong),
    )


def _render_totals_view(round_id: UUID, *, shown: bool, wrong: Invalid | None = None) -> str:
    if shown:
        label, follows = gettext("Show reviewers the others’ totals once they have submitted their own review"), [
            gettext("Reviewers who have submitted a review see the others’ totals of the nomination at once."),
            gettext("Until the round closes, they can still change their own review after that."),
        ]
    else:
        label, follows = gettext("Hide the others' totals from reviewers"), [
            gettext("Reviewers no longer see the others’ totals, from their next page on."),
            gettext("What reviewers have seen already cannot be taken back."),
        ]
    change = _Change(
        "secretariat.show_reviewers", "shown", "yes" if shown else "no", label, follows,
        gettext("You can change it back on the page of the rounds, with a reason."),
    )
    return _render_change(rounds.one(work(), round_id, to=Action.SHOW_REVIEWERS), change, wrong)


def _save(act: Callable[[], Round], sentence: str, render: Callable[[Invalid], str]) -> Page:
    try:
        act()
    except Invalid as wrong:
        return render(wrong), 422
    flash(sentence, "success")
    return redirect(url_for("secretariat.rounds"), code=303)


def _render_change(this_round: Round, change: _Change, wrong: Invalid | None, unchecked: int = 0) -> str:
    errors = dict(list_errors(wrong)) if wrong else {}
    return render_template(
        "secretariat/round_change.html", round=this_round, change=change, round_word=ROUNDS[this_round.code],
        category_word=category_word(this_round.category), reason=request.form.get("reason", ""), problem=errors,
        errors=list(errors.items()), unchecked=unchecked,
    )
