"""The secretariat's side: the threads of reviewers about a nomination."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.core.texts.problems import describe_problems
from nominations.correspondence.queries import threads
from nominations.correspondence.services.threads import mark_questions_read, send_answer
from nominations.screening.queries import nomination_file
from nominations.screening.views.file_page import file_page
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import work

_PLACE = "/nominations/<uuid:nomination_id>/reviewer-messages"


@bp.get(_PLACE)
@needs(Action.ANSWER_REVIEWER)
def reviewer_messages(nomination_id: UUID) -> str:
    """Every thread of this nomination, each with a form to answer."""
    return _page(nomination_id)


@bp.post(f"{_PLACE}/<uuid:reviewer_id>")
@needs(Action.ANSWER_REVIEWER)
def answer_reviewer(nomination_id: UUID, reviewer_id: UUID) -> Response | tuple[str, int]:
    """Send an answer; an email tells the reviewer."""
    text = request.form.get("text", "")
    try:
        send_answer(work(), nomination_id, reviewer_id, text)
    except Invalid as wrong:
        return _page(nomination_id, reviewer_id, text, describe_problems(wrong)), 422
    flash(gettext("Message sent. We are informing the reviewer by email."), "success")
    return redirect(url_for(".reviewer_messages", nomination_id=nomination_id), 303)


@bp.post(f"{_PLACE}/<uuid:reviewer_id>/read")
@needs(Action.ANSWER_REVIEWER)
def mark_reviewer_read(nomination_id: UUID, reviewer_id: UUID) -> Response:
    """No answer is needed."""
    mark_questions_read(work(), nomination_id, reviewer_id)
    return redirect(url_for(".reviewer_messages", nomination_id=nomination_id), 303)


def _page(
    nomination_id: UUID, answered: UUID | None = None, text: str = "", problem: dict[str, str] | None = None
) -> str:
    dossier = nomination_file.load_dossier(work(), nomination_id, to=Action.ANSWER_REVIEWER)
    return file_page(
        "secretariat/reviewer_messages.html", dossier, threads=threads.list_threads(work(), nomination_id),
        answered=answered, text=text, problem=problem or {},
        errors=[(f"text-{answered}", sentence) for sentence in (problem or {}).values()],
    )
