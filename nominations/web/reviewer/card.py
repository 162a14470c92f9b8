"""Saving and submitting a score card; whatever goes wrong, what was typed stays on the page."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.domain.cards import TypedCard
from nominations.domain.errors import ChangedElsewhere, Invalid, Refused
from nominations.domain.vocabulary import Action, Refusal
from nominations.language import gettext
from nominations.models import Assessment
from nominations.queries import cards, desk
from nominations.services import assessments as use_case
from nominations.terms import ASSESSMENT_STATES, RECOMMENDATIONS
from nominations.web.access import needs
from nominations.web.request import edition_id, work
from nominations.web.reviewer import bp
from nominations.web.reviewer.two_panes import two_panes
from nominations.work import Work

Page = tuple[str, int] | Response
Keep = Callable[[Work, UUID, TypedCard, int], Assessment]
# The file is shut or the round is over, but the words are the reviewer's own and stay theirs.
_KEPT = {Refusal.ROUND_CLOSED: Action.REVIEW, Refusal.DECLARE_FIRST: Action.DECLARE}


@bp.post("/files/<uuid:nomination_id>/card")
@needs(Action.ASSESS)
def save_card(nomination_id: UUID) -> Page:
    """Keep it as a draft."""
    return _keep(nomination_id, use_case.save_card, gettext("Your draft is saved."))


@bp.post("/files/<uuid:nomination_id>/card/submit")
@needs(Action.SUBMIT_ASSESSMENT)
def submit_card(nomination_id: UUID) -> Page:
    """Hand it in."""
    told = gettext("Your score is submitted. Until the round closes you may change it.")
    return _keep(nomination_id, use_case.submit_card, told)


def _keep(nomination_id: UUID, keep: Keep, told: str) -> Page:
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
    if request.form.get("next"):
        following = desk.next_file(work(), edition_id())
        if following is None:
            return redirect(url_for("reviewer.desk"), code=303)
        nomination_id = following
    return redirect(url_for("reviewer.file", nomination_id=nomination_id), code=303)


def _typed() -> TypedCard:
    form = request.form
    single = ("comment", "strength", "weakness", "confidential_note", "recommendation")
    return TypedCard(
        {name.removeprefix("score-"): form[name] for name in form if name.startswith("score-")},
        {name.removeprefix("reason-"): form[name] for name in form if name.startswith("reason-")},
        **{name: form.get(name, "") for name in single},
    ).cleaned()


def _seen() -> int:
    """The version that was on the page; what is no number never was."""
    given = request.form.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def _clash(nomination_id: UUID, typed: TypedCard) -> str:
    """Both texts side by side: what stands, and what was typed here."""
    held = cards.held(work(), nomination_id, to=Action.REVIEW)
    return render_template(
        "reviewer/clash.html", held=held, mine=typed, sheet=cards.sheet(work().session, held.assignment.id),
        recommendations=RECOMMENDATIONS, states=ASSESSMENT_STATES,
    )


def _only_the_words(nomination_id: UUID, typed: TypedCard, why: Refusal) -> str:
    held = cards.held(work(), nomination_id, to=_KEPT[why])
    return render_template(
        "reviewer/kept.html", held=held, card=typed, why=why, recommendations=RECOMMENDATIONS,
        closed=why is Refusal.ROUND_CLOSED,
    )
