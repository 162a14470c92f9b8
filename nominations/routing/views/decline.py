"""A file typed back by its reviewer."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.conflicts.texts import DECLINE_REASONS
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.editions.texts import PROBLEMS
from nominations.rounds.queries import assigned_files
from nominations.routing.services import declines
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import work

Page = str | tuple[str, int] | Response


@bp.get("/files/<uuid:nomination_id>/decline")
@needs(Action.DECLINE)
def decline(nomination_id: UUID) -> str:
    """The form: a reason of the list and a sentence."""
    return _render_page(nomination_id)


@bp.post("/files/<uuid:nomination_id>/decline")
@needs(Action.DECLINE)
def give_back(nomination_id: UUID) -> Page:
    """Give it back."""
    typed = {name: request.form.get(name, "") for name in ("reason", "words")}
    try:
        declines.decline(work(), nomination_id, **typed)
    except Invalid as wrong:
        return _render_page(nomination_id, wrong, typed), 422
    flash(gettext("You have given the nomination back. We have informed the secretariat."), "success")
    return redirect(url_for("reviewer.desk"), code=303)


def _render_page(nomination_id: UUID, wrong: Invalid | None = None, typed: dict[str, str] | None = None) -> str:
    return render_template(
        "reviewer/decline.html", held=assigned_files.load_assigned(work(), nomination_id, to=Action.DECLINE),
        reasons=[(key.value, word) for key, word in DECLINE_REASONS.items()],
        typed=typed or {"reason": "", "words": ""},
        errors=[(field, _error_sentence(code, params)) for field, (code, params) in wrong.problems.items()]
        if wrong else [],
    )


def _error_sentence(code: str, params: Mapping[str, object]) -> str:
    if code == "no_reason":
        return gettext("Choose a reason.")
    return gettext("Give the reason in one sentence.") if code == "missing" else str(PROBLEMS[code](params))
