"""Practice before the start: sample files, one's own card, and then the reference with its reasons."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.editions.rules.edition import Sample
from nominations.reviewing.card_sentences import list_problem_sentences
from nominations.reviewing.queries.practice import load_own_cards
from nominations.reviewing.services.practice import hand_in_card
from nominations.reviewing.views.file_and_card import bands, labels
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work

Page = str | tuple[str, int] | Response


@bp.get("/practice")
@needs(Action.PRACTISE)
def practice() -> str:
    """The samples, and which of them the actor has scored."""
    return render_template("reviewer/practice.html", mine=load_own_cards(work(), edition_id()))


@bp.get("/practice/<sample>")
@needs(Action.PRACTISE)
def sample(sample: str) -> str:
    """One sample: to score, or with the reference after one's own card is submitted."""
    return _render_sample(_load_sample(sample))


@bp.post("/practice/<sample>")
@needs(Action.PRACTISE)
def hand_in_practice(sample: str) -> Page:
    """Submit one's card of a sample."""
    practised, form = _load_sample(sample), request.form
    scores = {name.removeprefix("score-"): form[name] for name in form if name.startswith("score-")}
    reasons = {name.removeprefix("reason-"): form[name] for name in form if name.startswith("reason-")}
    try:
        hand_in_card(work(), edition_id(), sample, scores, reasons)
    except Invalid as wrong:
        return _render_sample(practised, scores, reasons, wrong), 422
    flash(gettext("You can now compare your scores with the reference. None of this counts."), "success")
    return redirect(url_for("reviewer.sample", sample=sample), code=303)


def _load_sample(key: str) -> Sample:
    try:
        return edition().sample(key)
    except KeyError:
        abort(404)


def _render_sample(
    practised: Sample, scores: dict[str, str] | None = None, reasons: dict[str, str] | None = None,
    wrong: Invalid | None = None,
) -> str:
    category = edition().category(practised.category)
    return render_template(
        "reviewer/sample.html", sample=practised, category=category,
        mine=load_own_cards(work(), edition_id()).get(practised.key),
        scores=scores or {}, reasons=reasons or {}, errors=list_problem_sentences(wrong, labels(category)),
        wrong=dict(list_problem_sentences(wrong)),
        bands=bands, reference={score.criterion: score for score in practised.reference},
    )
