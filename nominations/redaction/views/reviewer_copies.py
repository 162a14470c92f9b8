"""What reviewers get instead of an attachment: the page that decides it, and the cleaned copy as a download."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.access.views.access_log import log_opening
from nominations.attachments.adapters.received_files import receive_files
from nominations.attachments.texts import refused_file
from nominations.attachments.views.attachments import ENDINGS, limits
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.texts.states import FILE_STATES
from nominations.editions.rules.form import AttachmentKind
from nominations.files.adapters.store import files
from nominations.files.queries import scans
from nominations.files.views.downloads import send_to_others
from nominations.redaction.queries import reviewer_copies
from nominations.redaction.services import replace_attachments
from nominations.redaction.texts import problems
from nominations.screening.queries import nomination_file
from nominations.screening.views.file_page import file_page
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import settings, work

Page = str | tuple[str, int] | Response
_PLACE = "/nominations/<uuid:nomination_id>/attachments/<uuid:attachment_id>/reviewers"


@bp.get(_PLACE)
@needs(Action.REDACT)
def reviewer_copy(nomination_id: UUID, attachment_id: UUID) -> str:
    """What reviewers get of this attachment now, who decided it, and the form that changes it."""
    return _page(nomination_id, attachment_id, {})


@bp.post(_PLACE)
@needs(Action.REDACT)
def change_reviewer_copy(nomination_id: UUID, attachment_id: UUID) -> Page:
    """Hide the attachment from reviewers, give them a cleaned copy, or give them the original again."""
    choice, upload = request.form.get("choice", ""), request.files.get("file")
    values = {"seen": request.form.get("seen", ""), "reason": request.form.get("reason", "")}
    kind = _load(nomination_id, attachment_id)[1]
    is_copy = choice == "copy"
    if is_copy and not (upload and upload.filename):
        return _page(nomination_id, attachment_id, {"file": gettext("Choose a file first.")}), 422
    g.db.close()  # hold no lock while a file is inspected
    store = files(settings())
    streams = [(upload.filename, upload.stream)] if is_copy and upload and upload.filename else []
    with receive_files(streams, kind, store, settings()) as (arrived, refused):
        if refused:
            return _page(nomination_id, attachment_id, {"file": refused_file(refused[0])}), 422
        try:
            if arrived:
                replace_attachments.replace_attachment(
                    work(), nomination_id, attachment_id, arrived[0], store, **values
                )
            elif choice == "nothing":
                replace_attachments.hide_attachment(work(), nomination_id, attachment_id, **values)
            elif choice == "original":
                replace_attachments.give_original(work(), nomination_id, attachment_id, **values)
            else:
                raise Invalid(choice="missing_choice")
        except Invalid as wrong:
            return _page(nomination_id, attachment_id, problems(wrong)), 422
    flash(gettext("Saved. Reviewers see the change from their next page on."), "success")
    return redirect(
        url_for("secretariat.reviewer_copy", nomination_id=nomination_id, attachment_id=attachment_id), 303
    )


@bp.get(f"{_PLACE}/file")
@needs(Action.REDACT)
def cleaned_copy(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The copy that reviewers get now, as a download."""
    _load(nomination_id, attachment_id)
    standing = reviewer_copies.find_standing(work(), attachment_id)
    if standing is None or standing.sha256 is None:
        raise Refused(Refusal.NOT_FOUND)
    sha256, name, media_type = standing.sha256, standing.name, standing.media_type
    response = send_to_others(sha256, name, media_type)
    log_opening(nomination_id, f"cleaned copy {attachment_id}")
    return response


def _load(nomination_id: UUID, attachment_id: UUID) -> tuple[Mapping[str, Any], AttachmentKind]:
    nomination = policy_facts.nomination(work(), nomination_id, to=Action.REDACT)
    return reviewer_copies.find_attachment(work(), nomination, attachment_id)


def _page(nomination_id: UUID, attachment_id: UUID, wrong: dict[str, str]) -> str:
    dossier = nomination_file.load_dossier(work(), nomination_id, to=Action.REDACT)
    attachment, kind = reviewer_copies.find_attachment(work(), dossier.nomination, attachment_id)
    history = reviewer_copies.list_history(work(), attachment_id)
    return file_page(
        "secretariat/reviewer_copy.html", dossier, attachment=attachment, kind=kind, history=history,
        standing=next((line.copy for line in history if line.copy.ended_at is None), None),
        states=scans.load_states(
            work().session, work().settings, [line.copy.sha256 for line in history if line.copy.sha256]
        ),
        file_states=FILE_STATES, limits=limits(kind, alone=True), wrong=wrong, errors=list(wrong.items()),
        accept=",".join(ENDINGS[extension] for extension in kind.formats),
        choice=request.form.get("choice", ""), reason=request.form.get("reason", ""),
    )
