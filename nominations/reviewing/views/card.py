"""Saving, submitting, reopening and postponing a score card; every error page shows what was typed.

The page's script saves through the same view and asks for JSON: the new version, or why it was not saved.
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
from nominations.reviewing.services import assessments
from nominations.reviewing.texts import ASSESSMENT_STATES, CONFIDENCE, RECOMMENDATIONS
from nominations.reviewing.views.file_and_card import render_file_and_card
from nominations.reviewing.views.lists import filter_arguments, read_filters
from nominations.rounds.queries import assigned_files
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work

Page = tuple[str | Response, int] | Response
Keep = Callable[[Work, UUID, TypedCard, int], object]
# The file is closed to the reviewer or the round is over, but they may still read what they typed.
_KEPT = {Refusal.ROUND_CLOSED: Action.REVIEW, Refusal.DECLARE_FIRST: Action.DECLARE}


@bp.post("/files/<uuid:nomination_id>/card")
@needs(Action.ASSESS)
def save_card(nomination_id: UUID) -> Page:
    """Save the card as a draft."""
    if request.accept_mimetypes.best == "application/json":
        return _save_quietly(nomination_id)
    return _save(nomination_id, assessments.save_card, gettext("Your draft is saved."))


@bp.post("/files/<uuid:nomination_id>/card/submit")
@needs(Action.SUBMIT_ASSESSMENT)
def submit_card(nomination_id: UUID) -> Page:
    """Submit the card."""
    message = gettext("You have submitted your review. You can reopen it until the round closes.")
    return _save(nomination_id, assessments.submit_card, message)


@bp.post("/files/<uuid:nomination_id>/card/aside")
@needs(Action.SET_ASIDE)
def set_aside(nomination_id: UUID) -> Page:
    """Save what is typed and put the file at the end of one's queue."""
    message = gettext("You have postponed this nomination. It comes after the others.")
    return _save(nomination_id, assessments.set_aside, message, go_on=True)


@bp.post("/files/<uuid:nomination_id>/card/resume")
@needs(Action.SET_ASIDE)
def take_up(nomination_id: UUID) -> Response:
    """Put a postponed nomination back in its place in the queue."""
    assessments.take_up(work(), nomination_id)
    return redirect(url_for("reviewer.file", nomination_id=nomination_id, **filter_arguments()), code=303)


@bp.post("/files/<uuid:nomination_id>/card/reopen")
@needs(Action.ASSESS)
def reopen_card(nomination_id: UUID) -> Response:
    """Make one's own submitted card a draft again."""
    assessments.reopen_card(work(), nomination_id)
    flash(gettext("Your review is reopened. It does not count until you submit it again."), "success")
    return redirect(
        url_for("reviewer.file", nomination_id=nomination_id, **filter_arguments(), _anchor="pane-card"), code=303
    )


def _save_quietly(nomination_id: UUID) -> Page:
    try:
        card = assessments.save_card(work(), nomination_id, _read_card(), _read_version())
    except Invalid as wrong:
        return jsonify(problems=sorted(wrong.problems)), 422
    except ChangedElsewhere:
        return jsonify(), 409
    except Refused as no:
        if no.reason is Refusal.ROUND_CLOSED:
            return jsonify(kind="late"), 409
        return jsonify(), 422 if no.reason in _KEPT else 404
    return jsonify(saved=format_short(card.saved_at, edition().zone), version=card.version)


def _save(nomination_id: UUID, keep: Keep, message: str, *, go_on: bool = False) -> Page:
    typed, seen = _read_card(), _read_version()
    try:
        keep(work(), nomination_id, typed, seen)
    except Invalid as wrong:
        return render_file_and_card(nomination_id, typed, seen, wrong), 422
    except ChangedElsewhere:
        return _render_clash(nomination_id, typed), 409
    except Refused as no:
        if no.reason in _KEPT:
            return _render_text_only(nomination_id, typed, no.reason), 409
        raise
    if not (go_on or request.form.get("next")):
        flash(message, "success")
    else:
        # On another page now: the message says of which nomination it speaks.
        reference = assigned_files.load_assigned(work(), nomination_id, to=Action.REVIEW).nomination.reference
        flash(f"{reference}: {message}", "success")
        following = desk.find_next_file(work(), edition_id(), read_filters(), but=nomination_id)
        if following is None:
            return redirect(url_for("reviewer.desk", **filter_arguments()), code=303)
        nomination_id = following
    return redirect(url_for("reviewer.file", nomination_id=nomination_id, **filter_arguments()), code=303)


def _read_card() -> TypedCard:
    form = request.form
    return TypedCard(
        {name.removeprefix("score-"): form[name] for name in form if name.startswith("score-")},
        {name.removeprefix("reason-"): form[name] for name in form if name.startswith("reason-")},
        **{name: form.get(name, "") for name in (*TEXTS, *CHOICES)} | {
            "needs_visit": "yes" if form.get("needs_visit") else ""
        },
    ).cleaned()


def _read_version() -> int:
    """The version that was on the page; -1, which equals none, for what is no number."""
    version = request.form.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 9 else -1


def _render_clash(nomination_id: UUID, typed: TypedCard) -> str:
    """The stored card and the typed one side by side."""
    held = assigned_files.load_assigned(work(), nomination_id, to=Action.REVIEW)
    return render_template(
        "reviewer/clash.html", held=held, mine=typed, sheet=score_card.load_sheet(work().session, held.assignment.id),
        recommendations=RECOMMENDATIONS, states=ASSESSMENT_STATES, confidence=CONFIDENCE,
    )


def _render_text_only(nomination_id: UUID, typed: TypedCard, why: Refusal) -> str:
    held = assigned_files.load_assigned(work(), nomination_id, to=_KEPT[why])
    return render_template(
        "reviewer/kept.html", held=held, card=typed, why=why, recommendations=RECOMMENDATIONS,
        closed=why is Refusal.ROUND_CLOSED, confidence=CONFIDENCE,
    )
