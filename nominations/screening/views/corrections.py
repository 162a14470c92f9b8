"""Asking an applicant for corrections: which questions, until when; then old and new side by side."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.access.views.access_log import log_opening
from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Submission
from nominations.editions.rules.display import show_answer
from nominations.editions.rules.edition import Category
from nominations.nominations.queries import corrections as query
from nominations.screening.queries import nomination_file
from nominations.screening.services import corrections as services
from nominations.screening.texts import problems
from nominations.screening.views.file_page import file_page
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.countries import country_name
from nominations.web.request import edition, work

_PLACE = "/nominations/<uuid:nomination_id>/corrections"


@bp.get(_PLACE)
@needs(Action.INSPECT)
def corrections(nomination_id: UUID) -> str:
    """What was asked before, with old and new; below it the form for a new request."""
    return _page(nomination_id, {})


@bp.post(_PLACE)
@needs(Action.ASK_CORRECTION)
def ask_correction(nomination_id: UUID) -> Response | tuple[str, int]:
    """Ask."""
    form = request.form
    try:
        services.ask(
            work(), nomination_id, form.getlist("questions"), form.get("message", ""), form.get("until", "")
        )
    except Invalid as wrong:
        return _page(nomination_id, problems(wrong)), 422
    flash(gettext("The correction request is sent to the applicant."), "success")
    return redirect(url_for(".corrections", nomination_id=nomination_id), 303)


@bp.post(f"{_PLACE}/end")
@needs(Action.END_CORRECTION)
def end_correction(nomination_id: UUID) -> Response:
    """Take it back."""
    services.end(work(), nomination_id)
    flash(gettext("Cancelled."), "success")
    return redirect(url_for(".corrections", nomination_id=nomination_id), 303)


def _page(nomination_id: UUID, wrong: dict[str, str]) -> str:
    dossier = nomination_file.dossier(work(), nomination_id)
    log_opening(nomination_id, "corrections")
    default = edition().day_of(work().now) + timedelta(days=edition().clarification_days)
    told = query.list_requests(work().session, nomination_id)
    return file_page(
        "secretariat/corrections.html", dossier, told=[(each, _sides(dossier.category, each)) for each in told],
        choices=[(key, label.in_(current_language())) for key, label in services.may_be_named(dossier.category)],
        chosen=request.form.getlist("questions"), message=request.form.get("message", ""),
        until=request.form.get("until", default.isoformat()), wrong=wrong, errors=list(wrong.items()),
        left=edition().clarification_rounds - sum(each.request.ended_at is None for each in told),
    )


def _sides(category: Category, told: query.CorrectionHistory) -> list[dict[str, object]]:
    """Each thing that was asked for, before and after."""
    found: list[dict[str, object]] = []
    for key in told.request.questions:
        question = next((each for section in category.sections for each in section.questions if each.key == key), None)
        if question is None:
            kind = next((each for each in category.attachments if each.key == key), None)
            if kind is not None and kind.may_be_seen_by(work().actor.role):
                found.append({"label": kind.label.in_(current_language()), "before": None, "after": None,
                              "files": (_files(told.before, key), _files(told.after, key))})
        elif question.may_be_seen_by(work().actor.role):
            said = [
                show_answer(question, each.answers.get(key), current_language(), country_name) if each else None
                for each in (told.before, told.after)
            ]
            found.append(
                {"label": question.label.in_(current_language()), "before": said[0], "after": said[1], "files": None}
            )
    return found


def _files(of: Submission | None, kind: str) -> list[str] | None:
    return None if of is None else [each["name"] for each in of.attachments if each["kind"] == kind]
