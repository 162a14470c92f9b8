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
from nominations.nominations.queries.corrections import CorrectionHistory, list_requests
from nominations.screening.queries import nomination_file
from nominations.screening.rules import list_correctable_parts
from nominations.screening.services.corrections import ask_for_corrections, end_request
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
    """Earlier requests with old and new answers, and the form for a new request."""
    return _page(nomination_id, {})


@bp.post(_PLACE)
@needs(Action.ASK_CORRECTION)
def ask_correction(nomination_id: UUID) -> Response | tuple[str, int]:
    """Ask."""
    form = request.form
    try:
        ask_for_corrections(
            work(), nomination_id, form.getlist("questions"), form.get("message", ""), form.get("until", "")
        )
    except Invalid as wrong:
        return _page(nomination_id, problems(wrong)), 422
    flash(gettext("The correction request is sent to the applicant."), "success")
    return redirect(url_for(".corrections", nomination_id=nomination_id), 303)


@bp.post(f"{_PLACE}/end")
@needs(Action.END_CORRECTION)
def end_correction(nomination_id: UUID) -> Response:
    """End the open request."""
    end_request(work(), nomination_id)
    flash(gettext("Cancelled."), "success")
    return redirect(url_for(".corrections", nomination_id=nomination_id), 303)


def _page(nomination_id: UUID, wrong: dict[str, str]) -> str:
    dossier = nomination_file.load_dossier(work(), nomination_id)
    log_opening(nomination_id, "corrections")
    default = edition().day_of(work().now) + timedelta(days=edition().clarification_days)
    requests = list_requests(work().session, nomination_id)
    return file_page(
        "secretariat/corrections.html", dossier, told=[(entry, _sides(dossier.category, entry)) for entry in requests],
        choices=[(key, label.in_(current_language())) for key, label in list_correctable_parts(dossier.category)],
        chosen=request.form.getlist("questions"), message=request.form.get("message", ""),
        until=request.form.get("until", default.isoformat()), wrong=wrong, errors=list(wrong.items()),
        left=edition().clarification_rounds - sum(entry.request.ended_at is None for entry in requests),
    )


def _sides(category: Category, entry: CorrectionHistory) -> list[dict[str, object]]:
    """What the request named, before and after the answer."""
    sides: list[dict[str, object]] = []
    for key in entry.request.questions:
        question = next((item for section in category.sections for item in section.questions if item.key == key), None)
        if question is None:
            kind = next((item for item in category.attachments if item.key == key), None)
            if kind is not None and kind.may_be_seen_by(work().actor.role):
                sides.append({"label": kind.label.in_(current_language()), "before": None, "after": None,
                              "files": (_files(entry.before, key), _files(entry.after, key))})
        elif question.may_be_seen_by(work().actor.role):
            shown = [
                show_answer(
                    question, submission.answers.get(key), current_language(), country_name
                ) if submission else None
                for submission in (entry.before, entry.after)
            ]
            sides.append(
                {"label": question.label.in_(current_language()), "before": shown[0], "after": shown[1], "files": None}
            )
    return sides


def _files(of: Submission | None, kind: str) -> list[str] | None:
    return None if of is None else [attachment["name"] for attachment in of.attachments if attachment["kind"] == kind]
