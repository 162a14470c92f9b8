"""Practice before the start: sample files, one's own card, and then the reference with its reasons."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.editions.rules.edition import Sample
from nominations.reviewing.card_sentences import said
from nominations.reviewing.queries import practice as query
from nominations.reviewing.services import practice as use_case
from nominations.reviewing.views.file_and_card import bands, labels
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work

Page = str | tuple[str, int] | Response


@bp.get("/practice")
@needs(Action.PRACTISE)
def practice() -> str:
    """The samples, and which of them one has scored."""
    return render_template("reviewer/practice.html", mine=query.mine(work(), edition_id()))


@bp.get("/practice/<sample>")
@needs(Action.PRACTISE)
def sample(sample: str) -> str:
    """One sample: to score, or with the reference once one's own card is in."""
    return _page(_asked(sample))


@bp.post("/practice/<sample>")
@needs(Action.PRACTISE)
def hand_in_practice(sample: str) -> Page:
    """Hand in one's card of it."""
    asked, form = _asked(sample), request.form
    scores = {name.removeprefix("score-"): form[name] for name in form if name.startswith("score-")}
    reasons = {name.removeprefix("reason-"): form[name] for name in form if name.startswith("reason-")}
    try:
        use_case.hand_in(work(), edition_id(), sample, scores, reasons)
    except Invalid as wrong:
        return _page(asked, scores, reasons, wrong), 422
    flash(gettext("You can now compare your scores with the reference. None of this counts."), "success")
    return redirect(url_for("reviewer.sample", sample=sample), code=303)


def _asked(key: str) -> Sample:
    try:
        return edition().sample(key)
    except KeyError:
        abort(404)


def _page(
    asked: Sample, scores: dict[str, str] | None = None, reasons: dict[str, str] | None = None,
    wrong: Invalid | None = None,
) -> str:
    category = edition().category(asked.category)
    return render_template(
        "reviewer/sample.html", sample=asked, category=category, mine=query.mine(work(), edition_id()).get(asked.key),
        scores=scores or {}, reasons=reasons or {}, errors=said(wrong, labels(category)), wrong=dict(said(wrong)),
        bands=bands, reference={each.criterion: each for each in asked.reference},
    )
