"""Acts that take a page to confirm: withdraw and restore, discard, change the category, answer a move."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import CategoryMove, Nomination
from nominations.nominations.queries import own_nominations
from nominations.nominations.services import category_moves, nominations, ownership
from nominations.nominations.texts import errors
from nominations.nominations.views.form_fields import list_errors
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work

Page = str | tuple[str, int] | Response


@bp.get("/<uuid:nomination_id>/withdraw")
@needs(Action.WITHDRAW)
def withdraw(nomination_id: UUID) -> str:
    """What a withdrawal means."""
    return _withdraw(nomination_id, "", {})


@bp.post("/<uuid:nomination_id>/withdraw")
@needs(Action.WITHDRAW)
def confirm_withdrawal(nomination_id: UUID) -> Page:
    """Withdraw."""
    reason = clean(request.form.get("reason", ""))
    try:
        ownership.withdraw(work(), nomination_id, reason)
    except Invalid as wrong:
        return _withdraw(nomination_id, reason, errors(wrong)), 422
    flash(gettext("You have withdrawn your nomination."), "success")
    return _to(nomination_id)


@bp.post("/<uuid:nomination_id>/restore")
@needs(Action.RESTORE)
def restore(nomination_id: UUID) -> Response:
    """Undo a withdrawal."""
    ownership.restore(work(), nomination_id)
    flash(gettext("Your nomination is restored as you last submitted it."), "success")
    return _to(nomination_id)


@bp.get("/<uuid:nomination_id>/discard")
@needs(Action.DISCARD)
def discard(nomination_id: UUID) -> str:
    """What discarding a draft means."""
    return render_template("applicant/discard.html", nomination=_load_nomination(nomination_id, Action.DISCARD))


@bp.post("/<uuid:nomination_id>/discard")
@needs(Action.DISCARD)
def confirm_discard(nomination_id: UUID) -> Response:
    """Discard a draft."""
    nominations.discard_draft(work(), nomination_id)
    flash(gettext("You have deleted the draft."), "success")
    return redirect(url_for("applicant.home"), 303)


@bp.get("/<uuid:nomination_id>/category")
@needs(Action.CHANGE_CATEGORY)
def category(nomination_id: UUID) -> str:
    """The categories a draft can be moved to, and what becomes of its answers."""
    return _category(nomination_id, {})


@bp.post("/<uuid:nomination_id>/category")
@needs(Action.CHANGE_CATEGORY)
def change_category(nomination_id: UUID) -> Page:
    """Move a draft."""
    try:
        nominations.move_to_category(work(), nomination_id, request.form.get("category", ""))
    except Invalid as wrong:
        return _category(nomination_id, errors(wrong)), 422
    flash(gettext(
        "You have changed the category. Your answers to questions that both categories share are copied."
    ), "success")
    return _to(nomination_id)


@bp.get("/<uuid:nomination_id>/move")
@needs(Action.ANSWER_MOVE)
def move(nomination_id: UUID) -> str:
    """The proposal of the secretariat, with its reason."""
    nomination = _load_nomination(nomination_id, Action.ANSWER_MOVE)
    proposed = _load_move(nomination)
    return render_template(
        "applicant/move.html", nomination=nomination, move=proposed, old=edition().category(proposed.from_category),
        new=edition().category(proposed.to_category),
    )


@bp.post("/<uuid:nomination_id>/move")
@needs(Action.ANSWER_MOVE)
def answer_move(nomination_id: UUID) -> Response:
    """Accept or decline."""
    answered = request.form.get("answer")
    if answered not in ("accept", "decline"):
        _load_nomination(nomination_id, Action.ANSWER_MOVE)
        return redirect(url_for("applicant.move", nomination_id=nomination_id), 303)
    category_moves.answer(work(), nomination_id, accept=answered == "accept")
    message = gettext("You have accepted the move to the other category.") if answered == "accept" else gettext(
        "You have declined the move to the other category."
    )
    flash(message, "success")
    return _to(nomination_id)


def _load_nomination(nomination_id: UUID, action: Action) -> Nomination:
    return policy_facts.nomination(work(), nomination_id, to=action)


def _load_move(nomination: Nomination) -> CategoryMove:
    proposed = own_nominations.load_overview(work(), nomination).move
    if proposed is None:
        raise Refused(Refusal.WRONG_STATE)
    return proposed


def _to(nomination_id: UUID) -> Response:
    return redirect(url_for("applicant.show", nomination_id=nomination_id), 303)


def _withdraw(nomination_id: UUID, reason: str, wrong: dict[str, str]) -> str:
    nomination = _load_nomination(nomination_id, Action.WITHDRAW)
    case = policy_facts.load(work(), nomination)
    return render_template(
        "applicant/withdraw.html", nomination=nomination, reason=reason, wrong=wrong, errors=list_errors(wrong, str),
        case=case, may_come_back=case.is_open,
    )


def _category(nomination_id: UUID, wrong: dict[str, str]) -> str:
    nomination = _load_nomination(nomination_id, Action.CHANGE_CATEGORY)
    return render_template(
        "applicant/category.html", nomination=nomination, wrong=wrong, errors=list_errors(wrong, str),
        categories=[category for category in edition().categories if category.key != nomination.category],
        here=edition().category(nomination.category),
    )
