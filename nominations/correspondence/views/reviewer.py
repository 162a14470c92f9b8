"""The reviewer's side: their messages with the secretariat about a nomination."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.core.texts.problems import describe_problems
from nominations.correspondence.queries import threads
from nominations.correspondence.services.threads import mark_answers_read, write_to_secretariat
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import work

_PLACE = "/files/<uuid:nomination_id>/messages"


@bp.get(_PLACE)
@needs(Action.WRITE_TO_SECRETARIAT)
def messages(nomination_id: UUID) -> str:
    """One's own thread, and a form to write."""
    return _page(nomination_id)


@bp.post(_PLACE)
@needs(Action.WRITE_TO_SECRETARIAT)
def write_message(nomination_id: UUID) -> Response | tuple[str, int]:
    """Send a message."""
    text = request.form.get("text", "")
    try:
        write_to_secretariat(work(), nomination_id, text)
    except Invalid as wrong:
        return _page(nomination_id, text, describe_problems(wrong)), 422
    flash(gettext("Message sent. We have informed the secretariat by email."), "success")
    return redirect(url_for("reviewer.messages", nomination_id=nomination_id), 303)


@bp.post(f"{_PLACE}/read")
@needs(Action.WRITE_TO_SECRETARIAT)
def read_messages(nomination_id: UUID) -> Response:
    """No answer is needed."""
    mark_answers_read(work(), nomination_id)
    return redirect(url_for("reviewer.messages", nomination_id=nomination_id), 303)


def _page(nomination_id: UUID, text: str = "", problem: dict[str, str] | None = None) -> str:
    held, thread = threads.load_own_thread(work(), nomination_id)
    return render_template(
        "reviewer/messages.html", held=held, thread=thread, text=text, problem=problem or {},
        errors=list((problem or {}).items()),
        unread=any(message.by_secretariat and message.read_at is None for message, _text in thread),
    )
