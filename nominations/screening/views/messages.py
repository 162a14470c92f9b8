"""The messages with the owner of a nomination; of a draft nothing else is shown."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext, use_language
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.screening.queries import nomination_file
from nominations.screening.queries.nomination_file import Dossier
from nominations.screening.services import replies
from nominations.screening.texts import problems, wordings
from nominations.screening.views.file_page import file_page
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import work

_PLACE = "/nominations/<uuid:nomination_id>/messages"


@bp.get(_PLACE)
@needs(Action.INSPECT)
def messages(nomination_id: UUID) -> str:
    """The thread, and a form to answer; `wording` fills it with a sentence in the owner's language."""
    dossier = nomination_file.load_correspondence(work(), nomination_id)
    with use_language(dossier.owner.language):
        text = str(wordings().get(request.args.get("wording", ""), ("", ""))[1])
    return _page(dossier, text)


@bp.post(_PLACE)
@needs(Action.REPLY)
def reply(nomination_id: UUID) -> Response | tuple[str, int]:
    """Send a message; a letter tells the owner."""
    text = request.form.get("text", "")
    try:
        replies.reply(work(), nomination_id, text)
    except Invalid as no:
        return _page(nomination_file.load_correspondence(work(), nomination_id), text, problems(no)), 422
    flash(gettext("Message sent. We are informing the owner by email."), "success")
    return redirect(url_for(".messages", nomination_id=nomination_id), 303)


@bp.post(f"{_PLACE}/read")
@needs(Action.MARK_READ)
def mark_read(nomination_id: UUID) -> Response:
    """No answer is needed."""
    replies.mark_read(work(), nomination_id)
    return redirect(url_for(".messages", nomination_id=nomination_id), 303)


def _page(dossier: Dossier, text: str, errors: dict[str, str] | None = None) -> str:
    return file_page(
        "secretariat/messages.html", dossier, thread=nomination_file.list_messages(work(), dossier.nomination),
        text=text,
        problem=errors or {}, errors=list((errors or {}).items()),
        wordings=[(key, str(label)) for key, (label, _) in wordings().items()],
    )
