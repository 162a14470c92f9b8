"""Proposing another category, and handing a nomination to another owner: the head's pages."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.screening.queries import nomination_file
from nominations.screening.services import moves
from nominations.screening.texts import problems
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import work

_NOMINATION = "/nominations/<uuid:nomination_id>"
Answer = Response | tuple[str, int]


@bp.get(f"{_NOMINATION}/move")
@needs(Action.MOVE)
def move(nomination_id: UUID) -> str:
    """The form: which category, why, until when."""
    return _move(nomination_id, {}, {})


@bp.post(f"{_NOMINATION}/move")
@needs(Action.MOVE)
def propose_move(nomination_id: UUID) -> Answer:
    """Propose a move; the owner gets a letter and answers."""
    form = request.form
    try:
        moves.propose_move(
            work(), nomination_id, form.get("to_category", ""), form.get("move_reason", ""),
            form.get("complete_by", ""),
        )
    except Invalid as no:
        return _move(nomination_id, form, problems(no)), 422
    flash(gettext("Move proposed. We are emailing the owner, who can accept or decline it."), "success")
    return redirect(url_for(".screening", nomination_id=nomination_id), 303)


def _move(nomination_id: UUID, typed: Mapping[str, str], errors: dict[str, str]) -> str:
    dossier = nomination_file.load_dossier(work(), nomination_id, to=Action.MOVE)
    others = [
        (
            other.key, other.label.in_(current_language())
        ) for other in dossier.edition.categories if other.key != dossier.category.key
    ]
    return render_template(
        "secretariat/move.html", dossier=dossier, nomination=dossier.nomination, others=others, given=typed,
        problem=errors, errors=list(errors.items()),
    )


@bp.get(f"{_NOMINATION}/owner")
@needs(Action.REASSIGN_OWNER)
def owner(nomination_id: UUID) -> str:
    """The form: to whom, why."""
    return _owner(nomination_id, {}, {})


@bp.post(f"{_NOMINATION}/owner")
@needs(Action.REASSIGN_OWNER)
def reassign_owner(nomination_id: UUID) -> Answer:
    """Make somebody else the owner; both get a letter."""
    form = request.form
    try:
        moves.reassign_owner(work(), nomination_id, form.get("email", ""), form.get("reason", ""))
    except Invalid as no:
        return _owner(nomination_id, form, problems(no)), 422
    flash(gettext("The owner is changed. We are emailing both people."), "success")
    return redirect(url_for(".messages", nomination_id=nomination_id), 303)


def _owner(nomination_id: UUID, typed: Mapping[str, str], errors: dict[str, str]) -> str:
    dossier = nomination_file.load_dossier(work(), nomination_id, to=Action.REASSIGN_OWNER)
    return render_template(
        "secretariat/owner.html", dossier=dossier, nomination=dossier.nomination, given=typed, problem=errors,
        errors=list(errors.items()),
    )
