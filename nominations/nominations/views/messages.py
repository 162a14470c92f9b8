"""Messages between the owner and the secretariat."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.vocabulary import Action
from nominations.nominations.queries import own_nominations
from nominations.nominations.services.messages import send_message
from nominations.nominations.texts import errors
from nominations.nominations.views.form_fields import list_errors
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.get("/<uuid:nomination_id>/messages")
@needs(Action.VIEW)
def messages(nomination_id: UUID) -> str:
    """The thread, and a field to write."""
    return _page(nomination_id, "", {})


@bp.post("/<uuid:nomination_id>/messages")
@needs(Action.WRITE)
def write_message(nomination_id: UUID) -> str | tuple[str, int] | Response:
    """Write to the secretariat."""
    text = clean(request.form.get("text", ""))
    try:
        send_message(work(), nomination_id, text)
    except Invalid as wrong:
        return _page(nomination_id, text, errors(wrong)), 422
    flash(gettext("Your message is sent."), "success")
    return redirect(url_for("applicant.messages", nomination_id=nomination_id), 303)


def _page(nomination_id: UUID, text: str, wrong: dict[str, str]) -> str:
    nomination, case = policy_facts.nomination_with_facts(work(), nomination_id, to=Action.VIEW)
    return render_template(
        "applicant/messages.html", nomination=nomination, thread=own_nominations.list_messages(work(), nomination),
        typed=text,
        case=case,
        wrong=wrong, errors=list_errors(wrong, str),
    )
