"""Proposing another category, and handing a nomination to another owner: the head's pages."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.screening.queries import nomination_file
from nominations.screening.services import moves as services
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
    """Propose it; the owner is told and answers."""
    given = request.form
    try:
        services.propose(
            work(), nomination_id, given.get("to_category", ""), given.get("move_reason", ""),
            given.get("complete_by", ""),
        )
    except Invalid as no:
        return _move(nomination_id, given, problems(no)), 422
    flash(gettext("Move proposed. We are emailing the owner, who can accept or decline it."), "success")
    return redirect(url_for(".screening", nomination_id=nomination_id), 303)


def _move(nomination_id: UUID, given: Mapping[str, str], errors: dict[str, str]) -> str:
    dossier = nomination_file.dossier(work(), nomination_id, to=Action.MOVE)
    others = [
        (
            each.key, each.label.in_(current_language())
        ) for each in dossier.edition.categories if each.key != dossier.category.key
    ]
    return render_template(
        "secretariat/move.html", dossier=dossier, nomination=dossier.nomination, others=others, given=given,
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
    """Hand it to somebody else; both are told."""
    given = request.form
    try:
        services.reassign_owner(work(), nomination_id, given.get("email", ""), given.get("reason", ""))
    except Invalid as no:
        return _owner(nomination_id, given, problems(no)), 422
    flash(gettext("The owner is changed. We are emailing both people."), "success")
    return redirect(url_for(".messages", nomination_id=nomination_id), 303)


def _owner(nomination_id: UUID, given: Mapping[str, str], errors: dict[str, str]) -> str:
    dossier = nomination_file.dossier(work(), nomination_id, to=Action.REASSIGN_OWNER)
    return render_template(
        "secretariat/owner.html", dossier=dossier, nomination=dossier.nomination, given=given, problem=errors,
        errors=list(errors.items()),
    )
