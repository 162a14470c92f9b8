"""Saving, submitting, reopening and setting aside a score card; whatever goes wrong, what was typed is not lost.

The page's script saves through the same door and asks for JSON: the version that stands then, or why not.
"""

from collections.abc import Callable
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import format_short, gettext
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.work import Work
from nominations.reviewing.queries import desk, score_card
from nominations.reviewing.rules.cards import CHOICES, TEXTS, TypedCard
from nominations.reviewing.services import assessments as use_case
from nominations.reviewing.texts import ASSESSMENT_STATES, CONFIDENCE, RECOMMENDATIONS
from nominations.reviewing.views.file_and_card import two_panes
from nominations.reviewing.views.lists import here, of_list
from nominations.rounds.queries import assigned_files
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work

Page = tuple[str | Response, int] | Response
Keep = Callable[[Work, UUID, TypedCard, int], object]
# The file is shut or the round is over, but the words are the reviewer's own and stay theirs.
_KEPT = {Refusal.ROUND_CLOSED: Action.REVIEW, Refusal.DECLARE_FIRST: Action.DECLARE}


@bp.post("/files/<uuid:nomination_id>/card")
@needs(Action.ASSESS)
def save_card(nomination_id: UUID) -> Page:
    """Keep it as a draft."""
    if request.accept_mimetypes.best == "application/json":
        return _kept_quietly(nomination_id)
    return _keep(nomination_id, use_case.save_card, gettext("Your draft is saved."))


@bp.post("/files/<uuid:nomination_id>/card/submit")
@needs(Action.SUBMIT_ASSESSMENT)
def submit_card(nomination_id: UUID) -> Page:
    """Hand it in."""
    told = gettext("You have submitted your review. You can reopen it until the round closes.")
    return _keep(nomination_id, use_case.submit_card, told)


@bp.post("/files/<uuid:nomination_id>/card/aside")
@needs(Action.SET_ASIDE)
def set_aside(nomination_id: UUID) -> Page:
    """Keep what is typed and put the file to the end of one's queue."""
    told = gettext("You have postponed this nomination. It comes after the others.")
    return _keep(nomination_id, use_case.set_aside, told, go_on=True)


@bp.post("/files/<uuid:nomination_id>/card/resume")
@needs(Action.SET_ASIDE)
def take_up(nomination_id: UUID) -> Response:
    """Take a file up again that was set aside."""
    use_case.take_up(work(), nomination_id)
    return redirect(url_for("reviewer.file", nomination_id=nomination_id, **of_list()), code=303)


@bp.post("/files/<uuid:nomination_id>/card/reopen")
@needs(Action.ASSESS)
def reopen_card(nomination_id: UUID) -> Response:
    """Take one's own submitted card back to draft."""
    use_case.reopen_card(work(), nomination_id)
    flash(gettext("Your review is reopened. It does not count until you submit it again."), "success")
    return redirect(url_for("reviewer.file", nomination_id=nomination_id, **of_list(), _anchor="pane-card"), code=303)


def _kept_quietly(nomination_id: UUID) -> Page:
    try:
        kept = use_case.save_card(work(), nomination_id, _typed(), _seen())
    except Invalid as wrong:
        return jsonify(problems=sorted(wrong.problems)), 422
    except ChangedElsewhere:
        return jsonify(), 409
    except Refused as no:
        if no.reason is Refusal.ROUND_CLOSED:
            return jsonify(kind="late"), 409
        return jsonify(), 422 if no.reason in _KEPT else 404
    return jsonify(saved=format_short(kept.saved_at, edition().zone), version=kept.version)


def _keep(nomination_id: UUID, keep: Keep, told: str, *, go_on: bool = False) -> Page:
    typed, seen = _typed(), _seen()
    try:
        keep(work(), nomination_id, typed, seen)
    except Invalid as wrong:
        return two_panes(nomination_id, typed, seen, wrong), 422
    except ChangedElsewhere:
        return _clash(nomination_id, typed), 409
    except Refused as no:
        if no.reason in _KEPT:
            return _only_the_words(nomination_id, typed, no.reason), 409
        raise
    flash(told, "success")
    if go_on or request.form.get("next"):
        following = desk.next_file(work(), edition_id(), here(), but=nomination_id)
        if following is None:
            return redirect(url_for("reviewer.desk", **of_list()), code=303)
        nomination_id = following
    return redirect(url_for("reviewer.file", nomination_id=nomination_id, **of_list()), code=303)


def _typed() -> TypedCard:
    form = request.form
    return TypedCard(
        {name.removeprefix("score-"): form[name] for name in form if name.startswith("score-")},
        {name.removeprefix("reason-"): form[name] for name in form if name.startswith("reason-")},
        **{name: form.get(name, "") for name in (*TEXTS, *CHOICES)} | {
            "needs_visit": "yes" if form.get("needs_visit") else ""
        },
    ).cleaned()


def _seen() -> int:
    """The version that was on the page; what is no number never was."""
    given = request.form.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def _clash(nomination_id: UUID, typed: TypedCard) -> str:
    """Both texts side by side: what stands, and what was typed here."""
    held = assigned_files.load_assigned(work(), nomination_id, to=Action.REVIEW)
    return render_template(
        "reviewer/clash.html", held=held, mine=typed, sheet=score_card.sheet(work().session, held.assignment.id),
        recommendations=RECOMMENDATIONS, states=ASSESSMENT_STATES, confidence=CONFIDENCE,
    )


def _only_the_words(nomination_id: UUID, typed: TypedCard, why: Refusal) -> str:
    held = assigned_files.load_assigned(work(), nomination_id, to=_KEPT[why])
    return render_template(
        "reviewer/kept.html", held=held, card=typed, why=why, recommendations=RECOMMENDATIONS,
        closed=why is Refusal.ROUND_CLOSED, confidence=CONFIDENCE,
    )
