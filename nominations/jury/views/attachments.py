"""The attachments of a nomination that the chair reads: as a download, as a large picture, as a thumbnail."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response, abort

from nominations.access.views.access_log import log_first_opening
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Referee
from nominations.files.views.downloads import (
    send_large_picture,
    send_nameless,
    send_page,
    send_small_picture,
    send_to_others,
)
from nominations.nominations.queries import outside_requests
from nominations.rounds.queries import assigned_files, round_files
from nominations.web.areas.jury import bp
from nominations.web.authorization import needs
from nominations.web.request import work

_PLACE = "/nominations/<uuid:nomination_id>/attachments/<uuid:attachment_id>"
_LETTER = "/nominations/<uuid:nomination_id>/letters/<uuid:referee_id>"


@bp.get(_PLACE)
@needs(Action.READ_IN_ROUND)
def attachment(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The file, as a download."""
    file = _find(nomination_id, attachment_id)
    send = send_nameless if file.get("nameless") else send_to_others
    return _send(nomination_id, file, lambda: send(file["sha256"], file["name"], file["media_type"]))


@bp.get(f"{_PLACE}/picture")
@needs(Action.READ_IN_ROUND)
def picture(nomination_id: UUID, attachment_id: UUID) -> Response:
    """A picture, or the first page of a paper, in its large view."""
    file = _find(nomination_id, attachment_id)
    return _send(nomination_id, file, lambda: send_large_picture(file["sha256"], file["media_type"]))


@bp.get(f"{_PLACE}/thumbnail")
@needs(Action.READ_IN_ROUND)
def thumbnail(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The picture in the grid; not recorded by itself, since opening the nomination is."""
    file = _find(nomination_id, attachment_id)
    return send_small_picture(file["sha256"], file["media_type"])


@bp.get(f"{_PLACE}/pages/<int:number>")
@needs(Action.READ_IN_ROUND)
def paper_page(nomination_id: UUID, attachment_id: UUID, number: int) -> Response:
    """One page of a PDF as a picture."""
    file = _find(nomination_id, attachment_id)
    return _send(nomination_id, file, lambda: send_page(file["sha256"], file["media_type"], number))


@bp.get(_LETTER)
@needs(Action.READ_IN_ROUND)
def reference_letter(nomination_id: UUID, referee_id: UUID) -> Response:
    """The file of a letter of reference, where the edition lets the chair read it."""
    letter, sha256 = _letter(nomination_id, referee_id)
    response = send_to_others(sha256, letter.file_name, letter.media_type)
    log_first_opening(nomination_id, f"letter {referee_id}")
    return response


@bp.get(f"{_LETTER}/pages/<int:number>")
@needs(Action.READ_IN_ROUND)
def letter_page(nomination_id: UUID, referee_id: UUID, number: int) -> Response:
    """One page of such a letter as a picture."""
    letter, sha256 = _letter(nomination_id, referee_id)
    response = send_page(sha256, letter.media_type, number)
    log_first_opening(nomination_id, f"letter {referee_id}")
    return response


def _find(nomination_id: UUID, attachment_id: UUID) -> Mapping[str, Any]:
    held = round_files.load_file(work(), nomination_id)
    return assigned_files.find_attachment(
        work(), nomination_id, attachment_id, to=Action.READ_IN_ROUND, role=held.reads_as
    )


def _letter(nomination_id: UUID, referee_id: UUID) -> tuple[Referee, str]:
    letter = outside_requests.load_letter(work(), nomination_id, referee_id, to=Action.READ_IN_ROUND)
    if letter.sha256 is None:
        abort(404)
    return letter, letter.sha256


def _send(nomination_id: UUID, file: Mapping[str, Any], send: Callable[[], Response]) -> Response:
    try:
        response = send()
    except FileNotFoundError:
        abort(404)
    log_first_opening(nomination_id, f"attachment {file['id']}")
    return response
