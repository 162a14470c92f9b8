"""The attachments of a nomination, by kind: pictures to view, all to download; every opening is logged."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Response, abort, request

from nominations.access.views.access_log import log_opening
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.texts.states import FILE_STATES
from nominations.files.queries import scans
from nominations.files.views.downloads import PICTURES, SHOWN, send_large_picture, send_small_picture, send_to_others
from nominations.nominations.queries import outside_requests
from nominations.rounds.queries import reviewer_copies
from nominations.screening.queries import nomination_file
from nominations.screening.queries.nomination_file import Dossier
from nominations.screening.views.file_page import file_page
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import work
from nominations.web.request_values import parse_version_number

_PLACE = "/nominations/<uuid:nomination_id>/attachments"


@bp.get(_PLACE)
@needs(Action.INSPECT)
def attachments(nomination_id: UUID) -> str:
    """The attachments of a version, as far as this role may see them."""
    dossier = nomination_file.load_dossier(work(), nomination_id)
    every = nomination_file.list_submissions(work(), dossier.nomination)
    chosen = nomination_file.find_version(every, parse_version_number(request.args.get("version")))
    log_opening(nomination_id, f"attachments {chosen.number}")
    letters = outside_requests.list_letters(work(), dossier.nomination)
    kinds = [
        (kind, [item for item in chosen.attachments if item["kind"] == kind.key])
        for kind in dossier.edition.category(chosen.category).attachments
        if kind.may_be_seen_by(work().actor.role)
    ]
    return file_page(
        "secretariat/attachments.html", dossier, versions=every, chosen=chosen, kinds=kinds,
        states=scans.load_states(work().session, work().settings, (
            *(item["sha256"] for item in chosen.attachments), *(item.sha256 for item in letters if item.sha256),
        )),
        copies=reviewer_copies.load_standing(work().session, [nomination_id]),
        PICTURES=PICTURES, SHOWN=SHOWN, file_states=FILE_STATES, letters=letters,
    )


@bp.get(f"{_PLACE}/<uuid:attachment_id>")
@needs(Action.INSPECT)
def attachment(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The attachment, as a download."""
    return _send(nomination_id, attachment_id, lambda item: send_to_others(
        item["sha256"], item["name"], item["media_type"]
    ))


@bp.get(f"{_PLACE}/<uuid:attachment_id>/picture")
@needs(Action.INSPECT)
def picture(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The large view of a picture, or of the first page of a paper."""
    return _send(nomination_id, attachment_id, lambda item: send_large_picture(item["sha256"], item["media_type"]))


@bp.get(f"{_PLACE}/<uuid:attachment_id>/thumbnail")
@needs(Action.INSPECT)
def thumbnail(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The small picture of the list; it is not logged, because opening the list was."""
    item = _load_attachment(nomination_file.load_dossier(work(), nomination_id), attachment_id)
    return send_small_picture(item["sha256"], item["media_type"])


@bp.get("/nominations/<uuid:nomination_id>/letters/<uuid:referee_id>")
@needs(Action.INSPECT)
def reference_letter(nomination_id: UUID, referee_id: UUID) -> Response:
    """The file of a letter of reference that came by a private link."""
    letter = outside_requests.load_letter(work(), nomination_id, referee_id, to=Action.INSPECT)
    if letter.sha256 is None:
        abort(404)
    log_opening(nomination_id, f"letter {referee_id}")
    return send_to_others(letter.sha256, letter.file_name, letter.media_type)


def _send(nomination_id: UUID, attachment_id: UUID, send: Callable[[Mapping], Response]) -> Response:
    item = _load_attachment(nomination_file.load_dossier(work(), nomination_id), attachment_id)
    try:
        response = send(item)
    except FileNotFoundError:
        abort(404)
    log_opening(nomination_id, f"attachment {attachment_id}")
    return response


def _load_attachment(dossier: Dossier, attachment_id: UUID) -> Mapping:
    """The attachment in any submission, if this role may see its kind."""
    for submission in nomination_file.list_submissions(work(), dossier.nomination):
        kinds = {kind.key: kind for kind in dossier.edition.category(submission.category).attachments}
        for item in submission.attachments:
            if item["id"] == str(attachment_id) and kinds[item["kind"]].may_be_seen_by(work().actor.role):
                return item
    raise Refused(Refusal.NOT_FOUND)
